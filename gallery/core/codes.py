"""What the program can tell a person: a code for each, and its English words, in one place.

A code and its arguments travel over the pipe and lie in the store; they become words where they
are shown (`core/sentence.py` at the command line, `ui/language.py` in the window).
"""

from enum import StrEnum


class Code(StrEnum):
    """Something that can be told; its value is what is kept and sent.

    Attributes:
        one: the English template for the number 1.
        text: the English template for any other number, and where none is counted.
    """

    one: str
    text: str

    def __new__(cls, code: str, *templates: str) -> "Code":
        """Return the member for `code`; one template, or one for the number 1 and one for more."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.one, member.text = templates[0], templates[-1]
        return member

    # What is said by another program or version
    PLAIN = "plain", "{text}"
    PARTS = "parts", "{parts}"
    THEN = "then", "{first} {then}"
    NAMED = "named", "{name}: {why}"

    # Why a file could not be used: the first thirteen are those of `Kind`
    EMPTY = "empty", "The file is empty."
    NOT_AN_IMAGE = "not_an_image", "The file holds no picture."
    UNSUPPORTED = "unsupported", "This kind of picture cannot be read yet."
    TRUNCATED = "truncated", "The file ends too early; part of the picture is missing."
    DAMAGED = "damaged", "The file is damaged and cannot be decoded."
    TOO_LARGE = "too_large", "The picture is too large to open."
    UNREADABLE = "unreadable", "The file may not be read; check its permissions."
    SPECIAL_FILE = "special_file", "This is not an ordinary file but a pipe, socket or device."
    LINK_LOOP = "link_loop", "This link leads back to itself."
    TIMEOUT = "timeout", "Decoding took too long and was stopped."
    DECODER_CRASHED = "decoder_crashed", "The decoder stopped working on this file."
    ENCODER_CRASHED = (
        "encoder_crashed",
        "The program stopped three times while the encoder had this picture.",
    )
    VANISHED = "vanished", "The file disappeared or changed while it was being read."
    FOLDER_UNREADABLE = "folder_unreadable", "This may not be read; check its permissions."
    OWN_OUTPUT = "own_output", "This map or sprite was drawn by Lookalike itself."
    ONLY_ZEROS = "only_zeros", "The file holds no picture, only zeros."
    NO_PIXELS = "no_pixels", "The file declares a picture without pixels."
    TOO_MANY_PIXELS = (
        "too_many_pixels",
        "The picture is too large to open: {width} \N{MULTIPLICATION SIGN} {height} pixels.",
    )
    NO_MEMORY = "no_memory", "Decoding this picture needs more memory than it may have."
    RAW_WITHOUT_PREVIEW = "raw_without_preview", "This raw file holds no preview that can be shown."
    RAW_UNKNOWN = "raw_unknown", "This raw file cannot be read yet."
    FORMAT_UNREAD = "format_unread", "{format} pictures cannot be read yet."
    DECODING_SLOW = "decoding_slow", "Decoding took longer than {seconds} s and was stopped."
    DECODING_STUCK = "decoding_stuck", "Reading or decoding stood still and was stopped."
    NO_DECODER = "no_decoder", "The decoding process cannot be started."
    NOT_DECODED = "not_decoded", "It cannot be decoded."
    NO_SUCH_FILE = "no_such_file", "There is no such file."
    FOLDER_NOT_PICTURE = "folder_not_picture", "This is a folder, not a picture."
    PARTLY_DAMAGED = "partly_damaged", "This file is damaged; what could be read is shown."
    KIND_UNREAD = "kind_unread", "{pictures} cannot be read yet."

    # Kinds of pictures that cannot be read yet
    JPEG_LOSSLESS = "jpeg_lossless", "Lossless JPEG pictures"
    JPEG_HIERARCHICAL = "jpeg_hierarchical", "Hierarchical JPEG pictures"
    JPEG_BITS = "jpeg_bits", "JPEG pictures with {bits} bits a channel"
    JPEG_TWO_CHANNELS = "jpeg_two_channels", "JPEG pictures with two channels"
    JP2_CODING = "jp2_coding", "JPEG 2000 pictures of this depth and coding"
    PSD_MODE = "psd_mode", "Photoshop files of this colour mode"
    PSD_BITS = "psd_bits", "Photoshop files with {bits} bits a channel in this mode"
    PSD_UNMERGED = "psd_unmerged", "Photoshop files that were saved without a merged picture"
    PSD_ZIPPED = "psd_zipped", "Photoshop files whose merged picture is zipped"
    TIFF_KIND = "tiff_kind", "TIFF pictures of this kind"
    TIFF_DEPTH = "tiff_depth", "TIFF pictures of this depth and kind"
    TIFF_CODING = "tiff_coding", "TIFF pictures of this depth and coding"
    TIFF_CHANNELS = "tiff_channels", "TIFF pictures whose channels differ in depth or kind"
    TIFF_BITS = "tiff_bits", "TIFF pictures with {bits} bits a channel of this kind"

    # Folders and the store
    NO_FOLDER = "no_folder", "There is no folder {folder}."
    NOT_A_FOLDER = "not_a_folder", "{path} is a file, not a folder."
    FOLDER_CLOSED = "folder_closed", "The folder {folder} cannot be read: {reason}."
    FOLDER_TAKEN_AWAY = "folder_taken_away", "The folder {folder} was taken away."
    FOLDER_FORGOTTEN = (
        "folder_forgotten",
        "This folder is not known any more. Please open it again.",
    )
    MUCH_AWAY = "much_away", "Much of this folder is not there now. What is known of it is kept."
    HOME_UNUSABLE = "home_unusable", "{place} cannot be used: {reason}."
    HOME_READ_ONLY = "home_read_only", "{place} cannot be written: nothing can be kept there."
    HOME_STOOD_IN = "home_stood_in", "{place} cannot be written"
    STORE_TOO_NEW = (
        "store_too_new",
        "The store was made by a newer Lookalike (schema {schema}); this one knows schemas up "
        "to {known}. Please update the program.",
    )
    STORE_REBUILT = (
        "store_rebuilt",
        "The store was damaged and is rebuilt; the damaged file is kept at {place}.",
    )
    STORE_DAMAGED = (
        "store_damaged",
        "The store in {place} is damaged; it is mended at the next start.",
    )
    STORE_UNUSABLE = "store_unusable", "The store in {place} cannot be used: {reason}."
    STORE_BUSY = (
        "store_busy",
        "Another Lookalike is at work, and only one can write at a time. What is known already "
        "is shown meanwhile.",
    )
    NO_ROOM = "no_room", "There is no space left in {place}. New results are not saved."
    NO_ROOM_FREE = (
        "no_room_free",
        "There is no space left in {place} ({free} MB free). New results are not saved.",
    )
    STILL_NO_ROOM = (
        "still_no_room",
        "There is still no space left in {place}. New results are not saved.",
    )
    STILL_NO_ROOM_FREE = (
        "still_no_room_free",
        "There is still no space left in {place} ({free} MB free). New results are not saved.",
    )
    NOT_KEPT = "not_kept", "{why}: what is found out now is not kept."
    KEPT_FOR_NOW = (
        "kept_for_now",
        "{why}: what is found out now is kept only until this window closes.",
    )
    GOES_ON = "goes_on", "It goes on by itself once there is room."

    # The engine
    INTERNAL = "internal", "Something went wrong inside Lookalike; the log has the details."
    NOT_A_MESSAGE = "not_a_message", "Not a message: {bytes}"
    OTHER_VERSION = "other_version", "Window and engine are of different versions."
    ANALYSIS_DIED = (
        "analysis_died",
        "Clusters and map could not be computed: their process ended, perhaps for want of memory.",
    )
    ANALYSIS_MEMORY = (
        "analysis_memory",
        "Clusters and map could not be computed: there is too little memory.",
    )
    ENGINE_LOST = "engine_lost", "The engine stopped before it could answer; please try once more."
    ENGINE_DIED = (
        "engine_died",
        "The engine stopped and is started again; nothing that was stored is lost.",
    )
    ENGINE_GIVEN_UP = (
        "engine_given_up",
        "The engine keeps stopping and was given up; nothing that was stored is lost.",
    )
    AWAY = (
        "away",
        "This folder is not there now. What is known of it is shown, nothing is forgotten; it "
        "goes on by itself once the folder is back.",
    )
    LOOKING_ANEW = (
        "looking_anew",
        "Being looked at anew with {chosen}: {have} of {of}; until then likeness is by {shown}.",
    )
    LOOKED_ANEW = (
        "looked_anew",
        "{have} of {of} pictures were looked at with {chosen}; likeness is by {shown} so far.",
    )
    LOOKED_AT = (
        "looked_at",
        "The pictures were looked at with {chosen}, which answers what you ask next. This order"
        " is by {shown}.",
    )
    PICTURES = "pictures", "{n} picture", "{n} pictures"
    NEW = "new", "{n} new"
    CHANGED = "changed", "{n} changed"
    MOVED = "moved", "{n} moved"
    REMOVED = "removed", "{n} removed"
    ENCODER_HERE = "encoder_here", "{encoder} is here now."

    # Words
    NO_SUCH_WORD = "no_such_word", "There is no such word, “{word}”, and none like it."
    NO_SUCH_WORD_BUT = (
        "no_such_word_but",
        "There is no such word, “{word}”; nearest known words: {nearest}.",
    )
    NO_WORDS = "no_words", "The encoder “{encoder}” does not know words; {others:and quoted} do."
    WORDS_DAMAGED = (
        "words_damaged",
        "The words of the encoder “{encoder}” are damaged; install the program again.",
    )
    NOTHING_ASKED = "nothing_asked", "Name a picture or some words to look for."
    MIXED_VECTORS = (
        "mixed_vectors",
        "These vectors come from different encoders: one has {given} numbers, the other {stored}.",
    )

    # Encoders
    NO_ENCODER = "no_encoder", "There is no encoder “{encoder}”; nearest known names: {nearest}."
    NO_OTHER_WEIGHTS = (
        "no_other_weights",
        "The encoder “{encoder}” takes no weights from elsewhere.",
    )
    ENCODER_NEEDS = (
        "encoder_needs",
        "The encoder “{encoder}” needs {package}. Install it with: make encoders  (or: pip "
        "install 'lookalike[encoders]')",
    )
    TAKEN_OVER = (
        "taken_over",
        "The weights of “{purpose}” ({encoder}) did not come with this copy of the program, so "
        "“{other}” takes its place; install the program again to have it.",
    )
    WEIGHTS_MISSING = (
        "weights_missing",
        "The weights of the encoder “{encoder}” did not come with this copy; install it again.",
    )
    WEIGHTS_DAMAGED = (
        "weights_damaged",
        "The weights of the encoder “{encoder}” are damaged; install the program again.",
    )
    WEIGHTS_NOT_INSTALLED = (
        "weights_not_installed",
        "The weights of the encoder “{encoder}” are not installed; install the program again.",
    )
    WEIGHTS_UNREADABLE = (
        "weights_unreadable",
        "The weights of the encoder “{encoder}” cannot be read; install the program again.",
    )
    PROJECTION_MISSING = (
        "projection_missing",
        "The projection of the encoder “{encoder}” did not come with this copy; install the "
        "program again.",
    )
    PROJECTION_DAMAGED = (
        "projection_damaged",
        "The projection of the encoder “{encoder}” is damaged; install the program again.",
    )
    WRONG_SQUARES = "wrong_squares", "“{encoder}” takes squares of {side} pixels, not {given}."
    NO_SQUARES = "no_squares", "“{encoder}” takes pictures that are no squares; it cannot be used."
    CANNOT_BUILD = "cannot_build", "“{encoder}” cannot be built: {reason}"
    NEEDS_RUNTIME = (
        "needs_runtime",
        "The encoder “{encoder}” needs onnxruntime, which does not import: {reason}.",
    )
    NEEDS_TRANSFORMERS = (
        "needs_transformers",
        "Words for “{encoder}” need one more package: pip install transformers",
    )
    NO_TOKENIZER = (
        "no_tokenizer",
        "Words cannot be searched with “{encoder}”: its tokenizer is not here.",
    )
    NO_TAGS = "no_tags", "{model} has no weights called “{tag}”; there are: {tags}."
    NOT_ON_HUB = (
        "not_on_hub",
        "The weights “{tag}” of {model} are not on the hub; fetch them by hand.",
    )
    NO_CLIP_MODEL = "no_clip_model", "open_clip knows no model “{model}”; nearest: {nearest}."
    NO_TIMM_WEIGHTS = "no_timm_weights", "timm has no weights for “{model}” on the hub."
    NO_TIMM_MODEL = "no_timm_model", "timm knows no model “{model}”; nearest: {nearest}."
    NOT_THOSE_WEIGHTS = "not_those_weights", "The weights in {file} are not those of {encoder}."
    NOT_ALL_NUMBERS = "not_all_numbers", "The weights in {file} are damaged: not all are numbers."
    CANNOT_READ = "cannot_read", "{path} cannot be read: {reason}."
    NO_WEIGHTS_FILE = "no_weights_file", "There are no weights in the folder {folder}."
    SEVERAL_WEIGHTS = (
        "several_weights",
        "There are several weights files in {folder}; name the file itself.",
    )
    NOTHING_THERE = "nothing_there", "There is nothing at {path}."
    NO_SUCH_SUFFIX = (
        "no_such_suffix",
        "{file} is no weights file; its name should end in {suffixes}.",
    )
    NEITHER = "neither", "{path} is neither a file nor a folder."
    PROGRAM_CODE = (
        "program_code",
        "{file} holds more than plain weights, perhaps program code, and is refused; a "
        ".safetensors file is safe.",
    )
    NO_WEIGHTS = "no_weights", "{file} is damaged, incomplete, or no weights file."
    NO_PLAIN_LIST = "no_plain_list", "{file} is no plain list of weights."
    FORBIDDEN_NAME = (
        "forbidden_name",
        "The file of weights asks for {module}.{name}, which is not allowed.",
    )
    WEIGHTS_CONTRADICT = "weights_contradict", "The file of weights contradicts itself."
    WEIGHTS_END = "weights_end", "The file of weights ends early."
    NOT_PYTORCH = "not_pytorch", "The file of weights is not one of PyTorch's."
    WEIGHTS_FILE_DAMAGED = "weights_file_damaged", "The file of weights is damaged."
    WEIGHTS_UNEXPECTED = "weights_unexpected", "The file of weights is not built as expected."

    # Downloads
    WEIGHTS_ABSENT = (
        "weights_absent",
        "The weights of “{encoder}” are not on this computer; choose it in the window to "
        "download them, or name a copy: {encoder}@PATH.",
    )
    HUB_SILENT = "hub_silent", "{hub} cannot be reached; check the network and try again."
    HUB_ERROR = "hub_error", "The hub answered with error {status}; try again later."
    HUB_FILE_GONE = "hub_file_gone", "A file of {repo} is not on the hub any more."
    HUB_NO_MODEL = "hub_no_model", "There is no model {repo} at {hub}."
    HUB_NO_WEIGHTS = "hub_no_weights", "{repo} holds no weights that can be used."
    HUB_GATED = (
        "hub_gated",
        "The owner of {repo} gives it to registered people only; download it by hand and name "
        "the encoder with @ and the place of the file.",
    )
    DOWNLOAD_FULL = (
        "download_full",
        "There is no space left for the download; free some, and try again.",
    )
    DOWNLOAD_BROKE = "download_broke", "The download broke off; try again."
    DOWNLOAD_UNWRITTEN = "download_unwritten", "The download could not be written: {reason}."
    DOWNLOAD_WRONG = (
        "download_wrong",
        "{file} arrived, but it is not the file that {repo} announces (wrong checksum); it was "
        "thrown away.",
    )
    DOWNLOAD_LARGE = (
        "download_large",
        "The download needs {wanted} MB, but only {free} MB are free at {folder}.",
    )
    RECEIPT_DAMAGED = "receipt_damaged", "{path} is damaged; download the model again."
    DOWNLOAD_CHANGED = (
        "download_changed",
        "{path} is not the file that was downloaded (sha256 {digest}...); delete it and "
        "download the model again.",
    )

    # What is asked, and what a person notes
    OTHER_ENCODERS = "other_encoders", "These vectors come from different encoders."
    CANNOT_COMPARE = "cannot_compare", "Pictures could not be compared: {why}"
    NOT_HERE_ANY_MORE = (
        "not_here_any_more",
        "A picture that is asked about is not in this folder any more.",
    )
    WORDS_NO_PICTURE = "words_no_picture", "Words are no picture."
    BAD_BOX = "bad_box", "This rectangle does not lie in the picture."
    BAD_WEIGHT = "bad_weight", "A weight lies between {lightest} and {heaviest}."
    LABEL_EMPTY = "label_empty", "A label needs a letter at least."
    LABEL_LONG = "label_long", "A label has {most} characters at most."
    BAD_STARS = "bad_stars", "Stars are 0 to {most}."

    # What an encoder is good for
    ABOUT_STANDARD = (
        "about_standard",
        "Comes with the program: the best look-alikes without a download, and common words.",
    )
    ABOUT_COMPACT = (
        "about_compact",
        "A small network of our own: half the work a picture, and less sure.",
    )
    ABOUT_PIXELS = "about_pixels", "Grey pixels, the textbook baseline: near-copies."
    ABOUT_CLIP = (
        "about_clip",
        "Finds by meaning and by words; the best choice on a computer without a graphics card.",
    )
    ABOUT_CLIP_XL = (
        "about_clip_xl",
        "Finds by meaning and by words; a little faster and weaker than clip.",
    )
    ABOUT_CLIP_CLASSIC = "about_clip_classic", "The classic CLIP with open weights."
    ABOUT_PE_CORE = "about_pe_core", "The smallest download that understands words."
    ABOUT_SIGLIP = "about_siglip", "Words in many languages; slower, and better than clip."
    ABOUT_CLIP_LARGE = "about_clip_large", "The strongest here; for computers with a graphics card."
    ABOUT_DINO = "about_dino", "Knows no words, but finds look-alikes very well for its size."
    ABOUT_CONVNEXT = "about_convnext", "A modern convolutional network."
    ABOUT_RESNET = "about_resnet", "ResNet-50, the encoder of the textbooks."
    ABOUT_VGG = (
        "about_vgg",
        "VGG-16, of historical interest: the largest and slowest for the least.",
    )
    ABOUT_INCEPTION = "about_inception", "Inception-v3, a classic of 2015."
    ABOUT_MOBILENET = "about_mobilenet", "The smallest and fastest download."
    MISSING_WEIGHTS = (
        "missing_weights",
        "Its weights did not come with this copy; install the program again.",
    )

    # Copies, lessons and labels
    CANNOT_MAKE = "cannot_make", "{path} cannot be made: {reason}."
    NOTHING_LEARNED = "nothing_learned", "Nothing is learned from “{name}”: name folders or labels."
    NO_CHANGE = "no_change", "There is no change “{name}”."
    LABELS_NOTHING = "labels_nothing", "{table} labels no picture of this folder."
    NO_TABLE = "no_table", "{table} is no table that can be read: {reason}."
    NO_COLUMNS = (
        "no_columns",
        "{table} needs a line of column names with a path and a label among them.",
    )
    BAD_MORE = "bad_more", "Fewer and more end at -1 and 1."
