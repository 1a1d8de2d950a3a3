<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>Lookalike</name>
  <message>
   <source> Licence of the weights: {licence}.</source>
   <translation> Lizenz der Gewichte: {licence}.</translation>
  </message>
  <message>
   <source> in its name</source>
   <translation> im Namen</translation>
  </message>
  <message>
   <source> in their name</source>
   <translation> im Namen</translation>
  </message>
  <message>
   <source> or </source>
   <translation> oder </translation>
  </message>
  <message>
   <source> · {rate} a second</source>
   <translation> · {rate} pro Sekunde</translation>
  </message>
  <message>
   <source> · {time} left</source>
   <translation> · noch {time}</translation>
  </message>
  <message>
   <source>, in {folder}</source>
   <translation>, in {folder}</translation>
  </message>
  <message>
   <source>, similarity {score}</source>
   <translation>, Ähnlichkeit {score}</translation>
  </message>
  <message>
   <source>35 mm equivalent</source>
   <translation>Kleinbild-Äquivalent</translation>
  </message>
  <message>
   <source>; not known: {words}</source>
   <translation>; nicht bekannt: {words}</translation>
  </message>
  <message>
   <source>A file of {repo} is not on the hub any more.</source>
   <translation>Eine Datei von {repo} liegt nicht mehr auf dem Hub.</translation>
  </message>
  <message>
   <source>A label has {most} characters at most.</source>
   <translation>Ein Stichwort hat höchstens {most} Zeichen.</translation>
  </message>
  <message>
   <source>A label needs a letter at least.</source>
   <translation>Ein Stichwort braucht mindestens einen Buchstaben.</translation>
  </message>
  <message>
   <source>A modern convolutional network.</source>
   <translation>Ein modernes Faltungsnetz.</translation>
  </message>
  <message>
   <source>A picture becomes a list of numbers</source>
   <translation>Ein Bild wird zu einer Liste von Zahlen</translation>
  </message>
  <message>
   <source>A picture that is asked about is not in this folder any more.</source>
   <translation>Ein Bild, nach dem gefragt wird, ist nicht mehr in diesem Ordner.</translation>
  </message>
  <message>
   <source>A small network of our own: half the work a picture, and less sure.</source>
   <translation>Ein kleines eigenes Netz: halb so viel Arbeit je Bild, aber weniger sicher.</translation>
  </message>
  <message>
   <source>A weight lies between {lightest} and {heaviest}.</source>
   <translation>Ein Gewicht liegt zwischen {lightest} und {heaviest}.</translation>
  </message>
  <message>
   <source>About the file</source>
   <translation>Über die Datei</translation>
  </message>
  <message>
   <source>Add to the selection</source>
   <translation>Zur Auswahl hinzufügen</translation>
  </message>
  <message>
   <source>All encoders ({count} more)</source>
   <translation>Alle Encoder ({count} weitere)</translation>
  </message>
  <message>
   <source>All libraries</source>
   <translation>Alle Bibliotheken</translation>
  </message>
  <message>
   <source>All menus</source>
   <translation>Alle Menüs</translation>
  </message>
  <message>
   <source>All pictures</source>
   <translation>Alle Bilder</translation>
  </message>
  <message>
   <source>All shortcuts</source>
   <translation>Alle Tastenkürzel</translation>
  </message>
  <message>
   <source>All {n}</source>
   <translation>Alle {n}</translation>
  </message>
  <message>
   <source>An estimate: bright is where likeness is lost when it is covered</source>
   <translation>Eine Schätzung: Hell ist, wo Ähnlichkeit verloren geht, wenn es verdeckt wird</translation>
  </message>
  <message>
   <source>An estimate: covered here, {adds} of {cosine} is lost</source>
   <translation>Eine Schätzung: Hier verdeckt, gehen {adds} von {cosine} verloren</translation>
  </message>
  <message>
   <source>Angle</source>
   <translation>Winkel</translation>
  </message>
  <message>
   <source>Angle {degrees}</source>
   <translation>Winkel {degrees}</translation>
  </message>
  <message>
   <source>Another Lookalike is at work, and only one can write at a time. What is known already is shown meanwhile.</source>
   <translation>Ein anderes Lookalike arbeitet gerade, und nur eines kann jeweils schreiben. Bis dahin wird gezeigt, was schon bekannt ist.</translation>
  </message>
  <message>
   <source>Another encoder…</source>
   <translation>Anderer Encoder…</translation>
  </message>
  <message>
   <source>Aperture</source>
   <translation>Blende</translation>
  </message>
  <message>
   <source>Arrow keys</source>
   <translation>Pfeiltasten</translation>
  </message>
  <message>
   <source>As it was</source>
   <translation>Wie es war</translation>
  </message>
  <message>
   <source>As the system</source>
   <translation>Wie das System</translation>
  </message>
  <message>
   <source>Back</source>
   <translation>Zurück</translation>
  </message>
  <message>
   <source>Back  Esc</source>
   <translation>Zurück  Esc</translation>
  </message>
  <message>
   <source>Back and forward</source>
   <translation>Zurück und vorwärts</translation>
  </message>
  <message>
   <source>Back to the grid</source>
   <translation>Zurück zum Raster</translation>
  </message>
  <message>
   <source>Back to the pictures</source>
   <translation>Zurück zu den Bildern</translation>
  </message>
  <message>
   <source>Being looked at anew with {chosen}: {have} of {of}; until then likeness is by {shown}.</source>
   <translation>Die Bilder werden neu mit {chosen} betrachtet: {have} von {of}; bis dahin bestimmt {shown} die Ähnlichkeit.</translation>
  </message>
  <message>
   <source>Best for looks</source>
   <translation>Fürs Aussehen</translation>
  </message>
  <message>
   <source>Best for words</source>
   <translation>Für Wörter</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>Beides</translation>
  </message>
  <message>
   <source>Bright regions add most; all of them together make {cosine}</source>
   <translation>Helle Stellen tragen am meisten bei; alle zusammen ergeben {cosine}</translation>
  </message>
  <message>
   <source>Brightness</source>
   <translation>Helligkeit</translation>
  </message>
  <message>
   <source>Camera</source>
   <translation>Kamera</translation>
  </message>
  <message>
   <source>Change the picture, and see who still knows it.</source>
   <translation>Ändern Sie das Bild und sehen Sie, wer es noch erkennt.</translation>
  </message>
  <message>
   <source>Changed</source>
   <translation>Geändert</translation>
  </message>
  <message>
   <source>Choose a picture to see what is known of it.</source>
   <translation>Wählen Sie ein Bild, um zu sehen, was darüber bekannt ist.</translation>
  </message>
  <message>
   <source>Choose an encoder</source>
   <translation>Encoder wählen</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>Leeren</translation>
  </message>
  <message>
   <source>Clear the search field</source>
   <translation>Suchfeld leeren</translation>
  </message>
  <message>
   <source>Close the film strip</source>
   <translation>Filmstreifen schließen</translation>
  </message>
  <message>
   <source>Clusters</source>
   <translation>Gruppen</translation>
  </message>
  <message>
   <source>Clusters and map are not finished</source>
   <translation>Gruppen und Karte sind nicht fertig</translation>
  </message>
  <message>
   <source>Clusters and map could not be computed: their process ended, perhaps for want of memory.</source>
   <translation>Gruppen und Karte konnten nicht berechnet werden: Der Prozess dafür endete, vielleicht aus Mangel an Arbeitsspeicher.</translation>
  </message>
  <message>
   <source>Clusters and map could not be computed: there is too little memory.</source>
   <translation>Gruppen und Karte konnten nicht berechnet werden: Der Arbeitsspeicher reicht nicht.</translation>
  </message>
  <message>
   <source>Clusters appear once the
pictures have been compared.</source>
   <translation>Gruppen erscheinen, sobald die
Bilder verglichen sind.</translation>
  </message>
  <message>
   <source>Comes with the program: the best look-alikes without a download, and common words.</source>
   <translation>Kommt mit dem Programm: die besten Ähnlichen ohne Download, und häufige Wörter.</translation>
  </message>
  <message>
   <source>Compare</source>
   <translation>Vergleichen</translation>
  </message>
  <message>
   <source>Compare with {encoder}</source>
   <translation>Mit {encoder} vergleichen</translation>
  </message>
  <message>
   <source>Comparison</source>
   <translation>Vergleich</translation>
  </message>
  <message>
   <source>Continue</source>
   <translation>Fortsetzen</translation>
  </message>
  <message>
   <source>Continue indexing</source>
   <translation>Einlesen fortsetzen</translation>
  </message>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message numerus="yes">
   <source>Copied a table of {n} pictures</source>
   <translation>
    <numerusform>Eine Tabelle von {n} Bild kopiert</numerusform>
    <numerusform>Eine Tabelle von {n} Bildern kopiert</numerusform>
   </translation>
  </message>
  <message>
   <source>Copied the matrix as a picture</source>
   <translation>Die Matrix als Bild kopiert</translation>
  </message>
  <message numerus="yes">
   <source>Copied {n} pictures</source>
   <translation>
    <numerusform>{n} Bild kopiert</numerusform>
    <numerusform>{n} Bilder kopiert</numerusform>
   </translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>Kopieren</translation>
  </message>
  <message>
   <source>Copy as picture</source>
   <translation>Als Bild kopieren</translation>
  </message>
  <message>
   <source>Copy as table</source>
   <translation>Als Tabelle kopieren</translation>
  </message>
  <message>
   <source>Copy picture and path</source>
   <translation>Bild und Pfad kopieren</translation>
  </message>
  <message>
   <source>Copy the command</source>
   <translation>Befehl kopieren</translation>
  </message>
  <message>
   <source>Cosine</source>
   <translation>Kosinus</translation>
  </message>
  <message>
   <source>Crop</source>
   <translation>Beschneiden</translation>
  </message>
  <message>
   <source>Ctrl+click</source>
   <translation>Strg+Klick</translation>
  </message>
  <message>
   <source>Ctrl+wheel</source>
   <translation>Strg+Mausrad</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Dunkel</translation>
  </message>
  <message>
   <source>Decoding this picture needs more memory than it may have.</source>
   <translation>Um dieses Bild zu dekodieren, wäre mehr Speicher nötig, als erlaubt ist.</translation>
  </message>
  <message>
   <source>Decoding took longer than {seconds} s and was stopped.</source>
   <translation>Das Dekodieren dauerte länger als {seconds} s und wurde abgebrochen.</translation>
  </message>
  <message>
   <source>Decoding took too long and was stopped.</source>
   <translation>Das Dekodieren dauerte zu lange und wurde abgebrochen.</translation>
  </message>
  <message>
   <source>Deutsch</source>
   <translation>Deutsch</translation>
  </message>
  <message>
   <source>Distance</source>
   <translation>Abstand</translation>
  </message>
  <message>
   <source>Download {name}</source>
   <translation>{name} herunterladen</translation>
  </message>
  <message>
   <source>Downloading</source>
   <translation>Herunterladen</translation>
  </message>
  <message>
   <source>Downloading {name}</source>
   <translation>{name} wird heruntergeladen</translation>
  </message>
  <message>
   <source>Drag moves both, the wheel comes nearer, F flips, W tells why</source>
   <translation>Ziehen bewegt beide, das Mausrad holt sie näher, F wechselt, W sagt warum</translation>
  </message>
  <message>
   <source>Draw around pictures to select them (L)</source>
   <translation>Bilder umfahren, um sie auszuwählen (L)</translation>
  </message>
  <message>
   <source>Drawing the map</source>
   <translation>Karte wird gezeichnet</translation>
  </message>
  <message>
   <source>Drop pictures to find what is like them, or folders to open them</source>
   <translation>Legen Sie Bilder hier ab, um Ähnliche zu finden, oder Ordner, um sie zu öffnen</translation>
  </message>
  <message>
   <source>Edit</source>
   <translation>Bearbeiten</translation>
  </message>
  <message>
   <source>Embedding</source>
   <translation>Bilder werden betrachtet</translation>
  </message>
  <message>
   <source>Encoder</source>
   <translation>Encoder</translation>
  </message>
  <message>
   <source>Encoder: what decides which pictures are alike  Ctrl+E</source>
   <translation>Encoder: bestimmt, welche Bilder sich ähnlich sind  Strg+E</translation>
  </message>
  <message>
   <source>Encoder: {name}</source>
   <translation>Encoder: {name}</translation>
  </message>
  <message>
   <source>Encoder…</source>
   <translation>Encoder…</translation>
  </message>
  <message>
   <source>End</source>
   <translation>Ende</translation>
  </message>
  <message>
   <source>English</source>
   <translation>English</translation>
  </message>
  <message>
   <source>Euclidean distance</source>
   <translation>euklidischer Abstand</translation>
  </message>
  <message>
   <source>Everywhere</source>
   <translation>Überall</translation>
  </message>
  <message>
   <source>Exposure</source>
   <translation>Belichtung</translation>
  </message>
  <message>
   <source>F10</source>
   <translation>F10</translation>
  </message>
  <message>
   <source>Facts</source>
   <translation>Angaben</translation>
  </message>
  <message>
   <source>Facts of the picture</source>
   <translation>Angaben zum Bild</translation>
  </message>
  <message>
   <source>Farther</source>
   <translation>Weiter weg</translation>
  </message>
  <message>
   <source>Fewer and more end at -1 and 1.</source>
   <translation>Weniger und mehr enden bei -1 und 1.</translation>
  </message>
  <message>
   <source>Fewer encoders</source>
   <translation>Weniger Encoder</translation>
  </message>
  <message>
   <source>Fewer look-alikes</source>
   <translation>Weniger ähnliche Bilder</translation>
  </message>
  <message>
   <source>File size</source>
   <translation>Dateigröße</translation>
  </message>
  <message>
   <source>Files that could not be used</source>
   <translation>Dateien, die nicht verwendbar sind</translation>
  </message>
  <message>
   <source>Find look-alikes</source>
   <translation>Ähnliche finden</translation>
  </message>
  <message>
   <source>Find look-alikes of what was copied</source>
   <translation>Ähnliche zum Kopierten finden</translation>
  </message>
  <message>
   <source>Find the pictures that look alike</source>
   <translation>Finden Sie Bilder, die sich ähneln</translation>
  </message>
  <message>
   <source>Finding clusters</source>
   <translation>Gruppen werden gesucht</translation>
  </message>
  <message>
   <source>Finds by meaning and by words; a little faster and weaker than clip.</source>
   <translation>Findet nach Bedeutung und nach Wörtern; etwas schneller und schwächer als clip.</translation>
  </message>
  <message>
   <source>Finds by meaning and by words; the best choice on a computer without a graphics card.</source>
   <translation>Findet nach Bedeutung und nach Wörtern; die beste Wahl für Computer ohne Grafikkarte.</translation>
  </message>
  <message>
   <source>First picture</source>
   <translation>Erstes Bild</translation>
  </message>
  <message>
   <source>Flip in place</source>
   <translation>Auf der Stelle wechseln</translation>
  </message>
  <message>
   <source>Focal length</source>
   <translation>Brennweite</translation>
  </message>
  <message>
   <source>Fold the legend</source>
   <translation>Legende einklappen</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <source>Follow links to folders</source>
   <translation>Verknüpfungen zu Ordnern folgen</translation>
  </message>
  <message>
   <source>Format</source>
   <translation>Format</translation>
  </message>
  <message>
   <source>Forward</source>
   <translation>Vorwärts</translation>
  </message>
  <message>
   <source>From outside: it is not in this folder</source>
   <translation>Von außerhalb: nicht in diesem Ordner</translation>
  </message>
  <message>
   <source>Full screen</source>
   <translation>Vollbild</translation>
  </message>
  <message>
   <source>Full size, 100 %</source>
   <translation>Originalgröße, 100 %</translation>
  </message>
  <message>
   <source>Getting ready…</source>
   <translation>Wird vorbereitet…</translation>
  </message>
  <message>
   <source>Go</source>
   <translation>Gehe zu</translation>
  </message>
  <message>
   <source>Go by {encoder}</source>
   <translation>Nach {encoder} gehen</translation>
  </message>
  <message>
   <source>Grey</source>
   <translation>Grau</translation>
  </message>
  <message>
   <source>Grey pixels, the textbook baseline: near-copies.</source>
   <translation>Graue Pixel, der Vergleichsmaßstab aus dem Lehrbuch: findet Beinahe-Kopien.</translation>
  </message>
  <message>
   <source>Grid</source>
   <translation>Raster</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Hilfe</translation>
  </message>
  <message>
   <source>Hide</source>
   <translation>Ausblenden</translation>
  </message>
  <message>
   <source>Hide what is less alike</source>
   <translation>Weniger Ähnliches ausblenden</translation>
  </message>
  <message>
   <source>Hierarchical JPEG pictures</source>
   <translation>Hierarchische JPEG-Bilder</translation>
  </message>
  <message>
   <source>Home</source>
   <translation>Pos1</translation>
  </message>
  <message>
   <source>How many look-alikes</source>
   <translation>Wie viele ähnliche Bilder</translation>
  </message>
  <message>
   <source>ISO</source>
   <translation>ISO</translation>
  </message>
  <message>
   <source>Inception-v3, a classic of 2015.</source>
   <translation>Inception-v3, ein Klassiker von 2015.</translation>
  </message>
  <message>
   <source>Inspector</source>
   <translation>Details</translation>
  </message>
  <message>
   <source>It cannot be decoded.</source>
   <translation>Es kann nicht dekodiert werden.</translation>
  </message>
  <message>
   <source>It goes on by itself once there is room.</source>
   <translation>Es geht von selbst weiter, sobald Platz ist.</translation>
  </message>
  <message>
   <source>It holds {things}.</source>
   <translation>Er enthält {things}.</translation>
  </message>
  <message>
   <source>It is not there now; its drive may be away.</source>
   <translation>Gerade nicht da; vielleicht ist das Laufwerk nicht angeschlossen.</translation>
  </message>
  <message>
   <source>Its weights did not come with this copy; install the program again.</source>
   <translation>Seine Gewichte fehlen in dieser Kopie; bitte installieren Sie das Programm neu.</translation>
  </message>
  <message>
   <source>JPEG 2000 pictures of this depth and coding</source>
   <translation>JPEG-2000-Bilder dieser Farbtiefe und Kodierung</translation>
  </message>
  <message>
   <source>JPEG pictures with two channels</source>
   <translation>JPEG-Bilder mit zwei Kanälen</translation>
  </message>
  <message>
   <source>JPEG pictures with {bits} bits a channel</source>
   <translation>JPEG-Bilder mit {bits} Bit je Kanal</translation>
  </message>
  <message>
   <source>Knows no words, but finds look-alikes very well for its size.</source>
   <translation>Kennt keine Wörter, findet Ähnliche aber sehr gut für seine Größe.</translation>
  </message>
  <message>
   <source>Landmarks</source>
   <translation>Wahrzeichen</translation>
  </message>
  <message>
   <source>Landmarks on the map</source>
   <translation>Wahrzeichen auf der Karte</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <source>Language of the system</source>
   <translation>Sprache des Systems</translation>
  </message>
  <message>
   <source>Larger thumbnails</source>
   <translation>Größere Vorschaubilder</translation>
  </message>
  <message>
   <source>Lasso on the map</source>
   <translation>Lasso auf der Karte</translation>
  </message>
  <message>
   <source>Last picture</source>
   <translation>Letztes Bild</translation>
  </message>
  <message>
   <source>Legend</source>
   <translation>Legende</translation>
  </message>
  <message>
   <source>Lens</source>
   <translation>Objektiv</translation>
  </message>
  <message>
   <source>Library</source>
   <translation>Bibliothek</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Hell</translation>
  </message>
  <message>
   <source>Light or dark</source>
   <translation>Hell oder dunkel</translation>
  </message>
  <message>
   <source>Location</source>
   <translation>Ort</translation>
  </message>
  <message>
   <source>Look for changes</source>
   <translation>Nach Änderungen suchen</translation>
  </message>
  <message>
   <source>Look-alikes of {picture}</source>
   <translation>Ähnliche zu {picture}</translation>
  </message>
  <message>
   <source>Lookalike reads JPEG, PNG, GIF, WebP, HEIC, AVIF, TIFF, BMP, JPEG 2000, Photoshop, TGA and PPM files, and the previews in camera raw files.</source>
   <translation>Lookalike liest Dateien der Formate JPEG, PNG, GIF, WebP, HEIC, AVIF, TIFF, BMP, JPEG 2000, Photoshop, TGA und PPM sowie die Vorschauen in Raw-Dateien von Kameras.</translation>
  </message>
  <message>
   <source>Looking for pictures</source>
   <translation>Bilder werden gesucht</translation>
  </message>
  <message>
   <source>Looking for pictures…</source>
   <translation>Bilder werden gesucht…</translation>
  </message>
  <message>
   <source>Looking for the encoders…</source>
   <translation>Encoder werden gesucht…</translation>
  </message>
  <message>
   <source>Looking for what makes them alike…</source>
   <translation>Es wird gesucht, was sie ähnlich macht…</translation>
  </message>
  <message>
   <source>Looking…</source>
   <translation>Wird geprüft…</translation>
  </message>
  <message>
   <source>Lossless JPEG pictures</source>
   <translation>Verlustfreie JPEG-Bilder</translation>
  </message>
  <message>
   <source>Map</source>
   <translation>Karte</translation>
  </message>
  <message>
   <source>Map tools</source>
   <translation>Werkzeuge der Karte</translation>
  </message>
  <message>
   <source>Matrix of likeness</source>
   <translation>Matrix der Ähnlichkeit</translation>
  </message>
  <message>
   <source>Menu</source>
   <translation>Menü</translation>
  </message>
  <message>
   <source>Menu bar</source>
   <translation>Menüleiste</translation>
  </message>
  <message>
   <source>Mirror</source>
   <translation>Spiegeln</translation>
  </message>
  <message>
   <source>More look-alikes</source>
   <translation>Mehr ähnliche Bilder</translation>
  </message>
  <message>
   <source>Mouse buttons 4 and 5</source>
   <translation>Maustasten 4 und 5</translation>
  </message>
  <message>
   <source>Move the focus</source>
   <translation>Fokus bewegen</translation>
  </message>
  <message>
   <source>Much of this folder is not there now. What is known of it is kept.</source>
   <translation>Vieles aus diesem Ordner ist gerade nicht da. Was davon bekannt ist, bleibt erhalten.</translation>
  </message>
  <message>
   <source>Name a picture or some words to look for.</source>
   <translation>Nennen Sie ein Bild oder einige Wörter, nach denen gesucht werden soll.</translation>
  </message>
  <message>
   <source>Nearer</source>
   <translation>Näher heran</translation>
  </message>
  <message>
   <source>Nearest</source>
   <translation>Ähnlichste</translation>
  </message>
  <message>
   <source>Nearest to {name}</source>
   <translation>Am ähnlichsten zu {name}</translation>
  </message>
  <message>
   <source>Nearest: not embedded yet</source>
   <translation>Ähnlichste: noch nicht betrachtet</translation>
  </message>
  <message>
   <source>Next</source>
   <translation>Weiter</translation>
  </message>
  <message>
   <source>Next picture</source>
   <translation>Nächstes Bild</translation>
  </message>
  <message>
   <source>No file manager answers. The folder is {folder}</source>
   <translation>Kein Dateimanager antwortet. Der Ordner ist {folder}</translation>
  </message>
  <message>
   <source>No file name holds “{words}”.</source>
   <translation>Kein Dateiname enthält „{words}“.</translation>
  </message>
  <message>
   <source>No file name in {cluster} holds “{words}”.</source>
   <translation>Kein Dateiname in {cluster} enthält „{words}“.</translation>
  </message>
  <message>
   <source>No library</source>
   <translation>Keine Bibliothek</translation>
  </message>
  <message>
   <source>No picture in {cluster} is known to show “{words}”.</source>
   <translation>Von keinem Bild in {cluster} ist bekannt, dass es „{words}“ zeigt.</translation>
  </message>
  <message>
   <source>No picture is known to show “{words}”.</source>
   <translation>Von keinem Bild ist bekannt, dass es „{words}“ zeigt.</translation>
  </message>
  <message>
   <source>No problems: every picture of this library could be used.</source>
   <translation>Keine Probleme: Alle Bilder dieser Bibliothek sind verwendbar.</translation>
  </message>
  <message>
   <source>No such thing is known; {pictures} with</source>
   <translation>So etwas ist nicht bekannt; {pictures} mit</translation>
  </message>
  <message>
   <source>Noise</source>
   <translation>Rauschen</translation>
  </message>
  <message>
   <source>None of the chosen pictures is there any more.</source>
   <translation>Keines der ausgewählten Bilder ist noch da.</translation>
  </message>
  <message>
   <source>Not a message: {bytes}</source>
   <translation>Keine Nachricht: {bytes}</translation>
  </message>
  <message>
   <source>Not read yet: its look-alikes can be found in a moment</source>
   <translation>Noch nicht gelesen: Ähnliche lassen sich gleich finden</translation>
  </message>
  <message>
   <source>Nothing here looks like</source>
   <translation>Nichts hier ähnelt</translation>
  </message>
  <message>
   <source>Nothing here looks like it</source>
   <translation>Nichts hier sieht so aus</translation>
  </message>
  <message>
   <source>Nothing here looks like it; the nearest:</source>
   <translation>Nichts hier sieht so aus; am nächsten:</translation>
  </message>
  <message>
   <source>Nothing here yet</source>
   <translation>Noch nichts da</translation>
  </message>
  <message>
   <source>Nothing is learned from “{name}”: name folders or labels.</source>
   <translation>Aus „{name}“ wird nichts gelernt: Nennen Sie Ordner oder Stichwörter.</translation>
  </message>
  <message>
   <source>Nothing surely shows “{words}”; nearest:</source>
   <translation>Nichts zeigt sicher „{words}“; am nächsten:</translation>
  </message>
  <message>
   <source>Nothing surely shows “{words}”; perhaps:</source>
   <translation>Nichts zeigt sicher „{words}“; vielleicht:</translation>
  </message>
  <message>
   <source>Number of clusters</source>
   <translation>Anzahl der Gruppen</translation>
  </message>
  <message>
   <source>One picture alone cannot be compared.</source>
   <translation>Ein Bild allein lässt sich nicht vergleichen.</translation>
  </message>
  <message>
   <source>Only “{word}”</source>
   <translation>Nur „{word}“</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Öffnen</translation>
  </message>
  <message>
   <source>Open a folder first, then paste a picture to compare.</source>
   <translation>Öffnen Sie zuerst einen Ordner und fügen Sie dann ein Bild zum Vergleichen ein.</translation>
  </message>
  <message>
   <source>Open a folder first; then its pictures can be searched.</source>
   <translation>Öffnen Sie zuerst einen Ordner; dann können Sie seine Bilder durchsuchen.</translation>
  </message>
  <message>
   <source>Open a folder of pictures</source>
   <translation>Ordner mit Bildern öffnen</translation>
  </message>
  <message>
   <source>Open a folder…</source>
   <translation>Ordner öffnen…</translation>
  </message>
  <message>
   <source>Open another folder…</source>
   <translation>Anderen Ordner öffnen…</translation>
  </message>
  <message>
   <source>Open the legend</source>
   <translation>Legende ausklappen</translation>
  </message>
  <message>
   <source>Open {name}, {about}</source>
   <translation>{name} öffnen, {about}</translation>
  </message>
  <message>
   <source>Other libraries</source>
   <translation>Weitere Bibliotheken</translation>
  </message>
  <message>
   <source>Pause</source>
   <translation>Anhalten</translation>
  </message>
  <message>
   <source>Perhaps {unsure}</source>
   <translation>Vielleicht {unsure}</translation>
  </message>
  <message>
   <source>Perhaps: {count}</source>
   <translation>Vielleicht: {count}</translation>
  </message>
  <message>
   <source>PgDown</source>
   <translation>Bild ab</translation>
  </message>
  <message>
   <source>PgUp</source>
   <translation>Bild auf</translation>
  </message>
  <message>
   <source>Photoshop files of this colour mode</source>
   <translation>Photoshop-Dateien in diesem Farbmodus</translation>
  </message>
  <message>
   <source>Photoshop files that were saved without a merged picture</source>
   <translation>Photoshop-Dateien, die ohne zusammengefasstes Bild gespeichert wurden,</translation>
  </message>
  <message>
   <source>Photoshop files whose merged picture is zipped</source>
   <translation>Photoshop-Dateien, deren zusammengefasstes Bild gezippt ist,</translation>
  </message>
  <message>
   <source>Photoshop files with {bits} bits a channel in this mode</source>
   <translation>Photoshop-Dateien mit {bits} Bit je Kanal in diesem Modus</translation>
  </message>
  <message>
   <source>Picture</source>
   <translation>Bild</translation>
  </message>
  <message>
   <source>Pictures</source>
   <translation>Bilder</translation>
  </message>
  <message>
   <source>Pictures behind links to other folders of the same library are shown as well.</source>
   <translation>Auch Bilder hinter Verknüpfungen zu anderen Ordnern derselben Bibliothek werden gezeigt.</translation>
  </message>
  <message>
   <source>Pictures could not be compared: {why}</source>
   <translation>Bilder konnten nicht verglichen werden: {why}</translation>
  </message>
  <message>
   <source>Pictures fill their tiles</source>
   <translation>Bilder füllen ihre Kacheln</translation>
  </message>
  <message>
   <source>Pictures that look alike get numbers that are alike</source>
   <translation>Bilder, die sich ähneln, bekommen ähnliche Zahlen</translation>
  </message>
  <message>
   <source>Pixels</source>
   <translation>Pixel</translation>
  </message>
  <message>
   <source>Preview (PCA)…</source>
   <translation>Vorschau (PCA)…</translation>
  </message>
  <message>
   <source>Previous picture</source>
   <translation>Vorheriges Bild</translation>
  </message>
  <message>
   <source>Problems</source>
   <translation>Probleme</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Fortschritt</translation>
  </message>
  <message>
   <source>Quarter turn</source>
   <translation>Vierteldrehung</translation>
  </message>
  <message>
   <source>Quick</source>
   <translation>Schnell</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>Beenden</translation>
  </message>
  <message>
   <source>Reading or decoding stood still and was stopped.</source>
   <translation>Das Lesen oder Dekodieren kam nicht voran und wurde abgebrochen.</translation>
  </message>
  <message>
   <source>Ready</source>
   <translation>Bereit</translation>
  </message>
  <message>
   <source>Recent</source>
   <translation>Zuletzt geöffnet</translation>
  </message>
  <message>
   <source>Rectangle on the map</source>
   <translation>Rechteck auf der Karte</translation>
  </message>
  <message>
   <source>Rectangle without the tool</source>
   <translation>Rechteck ohne das Werkzeug</translation>
  </message>
  <message>
   <source>ResNet-50, the encoder of the textbooks.</source>
   <translation>ResNet-50, der Encoder der Lehrbücher.</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Suchen</translation>
  </message>
  <message>
   <source>Search file names</source>
   <translation>Dateinamen durchsuchen</translation>
  </message>
  <message>
   <source>Search pictures</source>
   <translation>Bilder suchen</translation>
  </message>
  <message>
   <source>Select</source>
   <translation>Auswählen</translation>
  </message>
  <message>
   <source>Select a rectangle</source>
   <translation>Rechteck auswählen</translation>
  </message>
  <message>
   <source>Select all</source>
   <translation>Alles auswählen</translation>
  </message>
  <message>
   <source>Select none</source>
   <translation>Nichts auswählen</translation>
  </message>
  <message>
   <source>Select the others</source>
   <translation>Auswahl umkehren</translation>
  </message>
  <message>
   <source>Select two to sixty pictures, then press C.</source>
   <translation>Zwei bis sechzig Bilder auswählen, dann C drücken.</translation>
  </message>
  <message>
   <source>Select with a lasso</source>
   <translation>Mit dem Lasso auswählen</translation>
  </message>
  <message>
   <source>Select with a rectangle (R, or Shift and drag)</source>
   <translation>Mit einem Rechteck auswählen (R, oder Umschalt und ziehen)</translation>
  </message>
  <message>
   <source>Send this notice away</source>
   <translation>Hinweis schließen</translation>
  </message>
  <message>
   <source>Shift</source>
   <translation>Verschieben</translation>
  </message>
  <message>
   <source>Shift a picture a little, and most of its pixels change, but it still shows the same. Raw pixels fall apart there, and a good encoder holds. Try it with the sliders: shift, crop, mirror, and watch the scores.</source>
   <translation>Verschieben Sie ein Bild ein wenig: Die meisten Pixel ändern sich, doch es zeigt noch dasselbe. Rohe Pixel versagen da, ein guter Encoder hält stand. Probieren Sie es mit den Reglern: verschieben, beschneiden, spiegeln, und sehen Sie, was mit den Werten geschieht.</translation>
  </message>
  <message>
   <source>Shift+click</source>
   <translation>Umschalt+Klick</translation>
  </message>
  <message>
   <source>Shift+drag</source>
   <translation>Umschalt+Ziehen</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Einblenden</translation>
  </message>
  <message>
   <source>Show in folder</source>
   <translation>Im Ordner zeigen</translation>
  </message>
  <message>
   <source>Show in its folder</source>
   <translation>Im Ordner zeigen</translation>
  </message>
  <message>
   <source>Show its cluster</source>
   <translation>Seine Gruppe zeigen</translation>
  </message>
  <message>
   <source>Show only the selected</source>
   <translation>Nur die Auswahl zeigen</translation>
  </message>
  <message>
   <source>Show only this cluster, or all again</source>
   <translation>Nur diese Gruppe zeigen oder wieder alle</translation>
  </message>
  <message>
   <source>Show the cluster {name} alone</source>
   <translation>Nur die Gruppe {name} zeigen</translation>
  </message>
  <message>
   <source>Show the most typical picture of each cluster</source>
   <translation>Das typischste Bild jeder Gruppe zeigen</translation>
  </message>
  <message>
   <source>Show the whole map</source>
   <translation>Ganze Karte zeigen</translation>
  </message>
  <message>
   <source>Show the whole map (F, or double click on the ground)</source>
   <translation>Ganze Karte zeigen (F, oder Doppelklick auf den Hintergrund)</translation>
  </message>
  <message>
   <source>Show what is less alike</source>
   <translation>Weniger Ähnliches einblenden</translation>
  </message>
  <message>
   <source>Side by side</source>
   <translation>Nebeneinander</translation>
  </message>
  <message>
   <source>Sidebar</source>
   <translation>Seitenleiste</translation>
  </message>
  <message>
   <source>Size of the thumbnails</source>
   <translation>Größe der Vorschaubilder</translation>
  </message>
  <message>
   <source>Skip</source>
   <translation>Überspringen</translation>
  </message>
  <message>
   <source>Smaller thumbnails</source>
   <translation>Kleinere Vorschaubilder</translation>
  </message>
  <message>
   <source>Something went wrong inside Lookalike; the log has the details.</source>
   <translation>In Lookalike ist etwas schiefgegangen; Näheres steht im Protokoll.</translation>
  </message>
  <message>
   <source>Standard</source>
   <translation>Standard</translation>
  </message>
  <message>
   <source>Stars are 0 to {most}.</source>
   <translation>Es gibt 0 bis {most} Sterne.</translation>
  </message>
  <message>
   <source>Stop indexing</source>
   <translation>Einlesen stoppen</translation>
  </message>
  <message>
   <source>Stopped; what was done is kept.</source>
   <translation>Gestoppt; was erledigt ist, bleibt erhalten.</translation>
  </message>
  <message>
   <source>Strip of the nearest</source>
   <translation>Streifen der Ähnlichsten</translation>
  </message>
  <message>
   <source>TIFF pictures of this depth and coding</source>
   <translation>TIFF-Bilder dieser Farbtiefe und Kodierung</translation>
  </message>
  <message>
   <source>TIFF pictures of this depth and kind</source>
   <translation>TIFF-Bilder dieser Farbtiefe und Art</translation>
  </message>
  <message>
   <source>TIFF pictures of this kind</source>
   <translation>TIFF-Bilder dieser Art</translation>
  </message>
  <message>
   <source>TIFF pictures whose channels differ in depth or kind</source>
   <translation>TIFF-Bilder, deren Kanäle sich in Tiefe oder Art unterscheiden,</translation>
  </message>
  <message>
   <source>TIFF pictures with {bits} bits a channel of this kind</source>
   <translation>TIFF-Bilder dieser Art mit {bits} Bit je Kanal</translation>
  </message>
  <message>
   <source>Take off one layer</source>
   <translation>Eine Ebene zurück</translation>
  </message>
  <message>
   <source>Take out of the selection</source>
   <translation>Aus der Auswahl nehmen</translation>
  </message>
  <message>
   <source>Taken</source>
   <translation>Aufgenommen</translation>
  </message>
  <message>
   <source>The classic CLIP with open weights.</source>
   <translation>Das klassische CLIP mit offenen Gewichten.</translation>
  </message>
  <message>
   <source>The command that installs it</source>
   <translation>Befehl zur Installation</translation>
  </message>
  <message>
   <source>The decoder stopped working on this file.</source>
   <translation>Der Dekodierer ist an dieser Datei gescheitert.</translation>
  </message>
  <message>
   <source>The decoding process cannot be started.</source>
   <translation>Der Prozess zum Dekodieren lässt sich nicht starten.</translation>
  </message>
  <message>
   <source>The download broke off; try again.</source>
   <translation>Der Download brach ab; bitte versuchen Sie es erneut.</translation>
  </message>
  <message>
   <source>The download could not be written: {reason}.</source>
   <translation>Der Download konnte nicht geschrieben werden: {reason}.</translation>
  </message>
  <message>
   <source>The download needs {wanted} MB, but only {free} MB are free at {folder}.</source>
   <translation>Der Download braucht {wanted} MB, aber unter {folder} sind nur {free} MB frei.</translation>
  </message>
  <message>
   <source>The encoder decides which pictures are alike. Each keeps its own results.</source>
   <translation>Der Encoder bestimmt, welche Bilder sich ähnlich sind. Jeder behält seine eigenen Ergebnisse.</translation>
  </message>
  <message>
   <source>The encoder looks at a picture and writes down {n} numbers: its vector. Here each number is a cell, blue above zero, orange below.</source>
   <translation>Der Encoder sieht ein Bild an und schreibt {n} Zahlen auf: seinen Vektor. Hier ist jede Zahl ein Feld, blau über null, orange darunter.</translation>
  </message>
  <message>
   <source>The encoder “{encoder}” does not know words; {others:and quoted} do.</source>
   <translation>Der Encoder „{encoder}“ kennt keine Wörter; Wörter kennen {others:and quoted}.</translation>
  </message>
  <message>
   <source>The encoder “{encoder}” needs onnxruntime, which does not import: {reason}.</source>
   <translation>Der Encoder „{encoder}“ braucht onnxruntime, das sich nicht laden lässt: {reason}.</translation>
  </message>
  <message>
   <source>The encoder “{encoder}” needs {package}. Install it with: make encoders  (or: pip install 'lookalike[encoders]')</source>
   <translation>Der Encoder „{encoder}“ braucht {package}. Zur Installation: make encoders  (oder: pip install 'lookalike[encoders]')</translation>
  </message>
  <message>
   <source>The encoder “{encoder}” takes no weights from elsewhere.</source>
   <translation>Der Encoder „{encoder}“ nimmt keine Gewichte von anderswo.</translation>
  </message>
  <message>
   <source>The engine keeps stopping and was given up; nothing that was stored is lost.</source>
   <translation>Der Hintergrundprozess bleibt immer wieder stehen und wurde aufgegeben; nichts Gespeichertes geht verloren.</translation>
  </message>
  <message>
   <source>The engine stopped and is started again; nothing that was stored is lost.</source>
   <translation>Der Hintergrundprozess ist stehen geblieben und wird neu gestartet; nichts Gespeichertes geht verloren.</translation>
  </message>
  <message>
   <source>The engine stopped before it could answer; please try once more.</source>
   <translation>Der Hintergrundprozess ist stehen geblieben, bevor er antworten konnte; bitte versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>The file declares a picture without pixels.</source>
   <translation>Die Datei gibt ein Bild ohne Pixel an.</translation>
  </message>
  <message>
   <source>The file disappeared or changed while it was being read.</source>
   <translation>Die Datei ist verschwunden oder hat sich geändert, während sie gelesen wurde.</translation>
  </message>
  <message>
   <source>The file ends too early; part of the picture is missing.</source>
   <translation>Die Datei endet zu früh; ein Teil des Bildes fehlt.</translation>
  </message>
  <message>
   <source>The file holds no picture, only zeros.</source>
   <translation>Die Datei enthält kein Bild, nur Nullen.</translation>
  </message>
  <message>
   <source>The file holds no picture.</source>
   <translation>Die Datei enthält kein Bild.</translation>
  </message>
  <message>
   <source>The file is damaged and cannot be decoded.</source>
   <translation>Die Datei ist beschädigt und kann nicht dekodiert werden.</translation>
  </message>
  <message>
   <source>The file is empty.</source>
   <translation>Die Datei ist leer.</translation>
  </message>
  <message>
   <source>The file may not be read; check its permissions.</source>
   <translation>Die Datei darf nicht gelesen werden; bitte prüfen Sie ihre Zugriffsrechte.</translation>
  </message>
  <message>
   <source>The file of weights asks for {module}.{name}, which is not allowed.</source>
   <translation>Die Datei mit den Gewichten verlangt {module}.{name}; das ist nicht erlaubt.</translation>
  </message>
  <message>
   <source>The file of weights contradicts itself.</source>
   <translation>Die Datei mit den Gewichten widerspricht sich selbst.</translation>
  </message>
  <message>
   <source>The file of weights ends early.</source>
   <translation>Die Datei mit den Gewichten endet zu früh.</translation>
  </message>
  <message>
   <source>The file of weights is damaged.</source>
   <translation>Die Datei mit den Gewichten ist beschädigt.</translation>
  </message>
  <message>
   <source>The file of weights is not built as expected.</source>
   <translation>Die Datei mit den Gewichten ist anders aufgebaut als erwartet.</translation>
  </message>
  <message>
   <source>The file of weights is not one of PyTorch's.</source>
   <translation>Die Datei mit den Gewichten stammt nicht von PyTorch.</translation>
  </message>
  <message>
   <source>The first {n} of {chosen} pictures</source>
   <translation>Die ersten {n} von {chosen} Bildern</translation>
  </message>
  <message>
   <source>The first {some} of {all} files are asked about.</source>
   <translation>Gefragt wird nach den ersten {some} von {all} Dateien.</translation>
  </message>
  <message>
   <source>The folder is still being opened; press Enter again in a moment.</source>
   <translation>Der Ordner wird noch geöffnet; drücken Sie gleich noch einmal die Eingabetaste.</translation>
  </message>
  <message>
   <source>The folder {folder} cannot be read: {reason}.</source>
   <translation>Der Ordner {folder} kann nicht gelesen werden: {reason}.</translation>
  </message>
  <message>
   <source>The folder {folder} was taken away.</source>
   <translation>Der Ordner {folder} wurde entfernt.</translation>
  </message>
  <message>
   <source>The hub answered with error {status}; try again later.</source>
   <translation>Der Hub antwortete mit Fehler {status}; bitte versuchen Sie es später erneut.</translation>
  </message>
  <message>
   <source>The language changes when Lookalike is started again.</source>
   <translation>Die Sprache wechselt beim nächsten Start von Lookalike.</translation>
  </message>
  <message>
   <source>The map appears once the first pictures have been compared.</source>
   <translation>Die Karte erscheint, sobald die ersten Bilder verglichen sind.</translation>
  </message>
  <message>
   <source>The nearest {pictures}</source>
   <translation>Am nächsten: {pictures}</translation>
  </message>
  <message>
   <source>The numbers are of what is shown, not of single pixels</source>
   <translation>Die Zahlen meinen, was zu sehen ist, nicht einzelne Pixel</translation>
  </message>
  <message>
   <source>The other picture</source>
   <translation>Das andere Bild</translation>
  </message>
  <message>
   <source>The owner of {repo} gives it to registered people only; download it by hand and name the encoder with @ and the place of the file.</source>
   <translation>Der Eigentümer von {repo} gibt es nur an angemeldete Personen ab; laden Sie es von Hand herunter und nennen Sie den Encoder mit @ und dem Ort der Datei.</translation>
  </message>
  <message>
   <source>The pasted picture could not be kept; there may be no space left.</source>
   <translation>Das eingefügte Bild konnte nicht gespeichert werden; vielleicht ist kein Speicherplatz mehr frei.</translation>
  </message>
  <message>
   <source>The picture could not be read just now.</source>
   <translation>Das Bild konnte gerade nicht gelesen werden.</translation>
  </message>
  <message>
   <source>The picture is too large to open.</source>
   <translation>Das Bild ist zu groß, um geöffnet zu werden.</translation>
  </message>
  <message>
   <source>The picture is too large to open: {width} × {height} pixels.</source>
   <translation>Das Bild ist zu groß, um geöffnet zu werden: {width} × {height} Pixel.</translation>
  </message>
  <message>
   <source>The pictures were looked at with {chosen}, which answers what you ask next. This order is by {shown}.</source>
   <translation>Die Bilder wurden mit {chosen} betrachtet; Ihre nächste Frage wird damit beantwortet. Diese Reihenfolge stammt von {shown}.</translation>
  </message>
  <message>
   <source>The program stopped three times while the encoder had this picture.</source>
   <translation>Das Programm ist dreimal stehen geblieben, während der Encoder dieses Bild bearbeitete.</translation>
  </message>
  <message>
   <source>The projection of the encoder “{encoder}” did not come with this copy; install the program again.</source>
   <translation>Die Projektion des Encoders „{encoder}“ fehlt in dieser Kopie; bitte installieren Sie das Programm neu.</translation>
  </message>
  <message>
   <source>The projection of the encoder “{encoder}” is damaged; install the program again.</source>
   <translation>Die Projektion des Encoders „{encoder}“ ist beschädigt; bitte installieren Sie das Programm neu.</translation>
  </message>
  <message>
   <source>The smallest and fastest download.</source>
   <translation>Der kleinste und schnellste Download.</translation>
  </message>
  <message>
   <source>The smallest download that understands words.</source>
   <translation>Der kleinste Download, der Wörter versteht.</translation>
  </message>
  <message>
   <source>The store in {place} cannot be used: {reason}.</source>
   <translation>Die Datenbank in {place} kann nicht benutzt werden: {reason}.</translation>
  </message>
  <message>
   <source>The store in {place} is damaged; it is mended at the next start.</source>
   <translation>Die Datenbank in {place} ist beschädigt; sie wird beim nächsten Start repariert.</translation>
  </message>
  <message>
   <source>The store was damaged and is rebuilt; the damaged file is kept at {place}.</source>
   <translation>Die Datenbank war beschädigt und wird neu aufgebaut; die beschädigte Datei liegt unter {place}.</translation>
  </message>
  <message>
   <source>The store was made by a newer Lookalike (schema {schema}); this one knows schemas up to {known}. Please update the program.</source>
   <translation>Die Datenbank stammt von einem neueren Lookalike (Schema {schema}); dieses kennt Schemas bis {known}. Bitte aktualisieren Sie das Programm.</translation>
  </message>
  <message>
   <source>The strongest here; for computers with a graphics card.</source>
   <translation>Das stärkste hier; für Computer mit Grafikkarte.</translation>
  </message>
  <message>
   <source>The views</source>
   <translation>Die Ansichten</translation>
  </message>
  <message>
   <source>The views, and beside them</source>
   <translation>Die Ansichten und daneben</translation>
  </message>
  <message>
   <source>The weights in {file} are damaged: not all are numbers.</source>
   <translation>Die Gewichte in {file} sind beschädigt: Nicht alle sind Zahlen.</translation>
  </message>
  <message>
   <source>The weights in {file} are not those of {encoder}.</source>
   <translation>Die Gewichte in {file} sind nicht die von {encoder}.</translation>
  </message>
  <message>
   <source>The weights of the encoder “{encoder}” are damaged; install the program again.</source>
   <translation>Die Gewichte des Encoders „{encoder}“ sind beschädigt; bitte installieren Sie das Programm neu.</translation>
  </message>
  <message>
   <source>The weights of the encoder “{encoder}” are not installed; install the program again.</source>
   <translation>Die Gewichte des Encoders „{encoder}“ sind nicht installiert; bitte installieren Sie das Programm neu.</translation>
  </message>
  <message>
   <source>The weights of the encoder “{encoder}” cannot be read; install the program again.</source>
   <translation>Die Gewichte des Encoders „{encoder}“ können nicht gelesen werden; bitte installieren Sie das Programm neu.</translation>
  </message>
  <message>
   <source>The weights of the encoder “{encoder}” did not come with this copy; install it again.</source>
   <translation>Die Gewichte des Encoders „{encoder}“ fehlen in dieser Kopie; bitte installieren Sie das Programm neu.</translation>
  </message>
  <message>
   <source>The weights of “{encoder}” are not on this computer; choose it in the window to download them, or name a copy: {encoder}@PATH.</source>
   <translation>Die Gewichte von „{encoder}“ sind nicht auf diesem Computer; wählen Sie den Encoder im Fenster, um sie herunterzuladen, oder nennen Sie eine Kopie: {encoder}@PFAD.</translation>
  </message>
  <message>
   <source>The weights of “{purpose}” ({encoder}) did not come with this copy of the program, so “{other}” takes its place; install the program again to have it.</source>
   <translation>Die Gewichte von „{purpose}“ ({encoder}) fehlen in dieser Kopie des Programms; „{other}“ tritt an ihre Stelle. Installieren Sie das Programm neu, um sie zu bekommen.</translation>
  </message>
  <message>
   <source>The weights “{tag}” of {model} are not on the hub; fetch them by hand.</source>
   <translation>Die Gewichte „{tag}“ von {model} liegen nicht auf dem Hub; bitte laden Sie sie von Hand herunter.</translation>
  </message>
  <message>
   <source>The words of the encoder “{encoder}” are damaged; install the program again.</source>
   <translation>Die Wörter des Encoders „{encoder}“ sind beschädigt; bitte installieren Sie das Programm neu.</translation>
  </message>
  <message>
   <source>Their order: neighbours are as alike as can be</source>
   <translation>Ihre Reihenfolge: Nachbarn sind so ähnlich wie möglich</translation>
  </message>
  <message>
   <source>There are no pictures here.</source>
   <translation>Hier sind keine Bilder.</translation>
  </message>
  <message>
   <source>There are no pictures in this folder</source>
   <translation>In diesem Ordner sind keine Bilder</translation>
  </message>
  <message>
   <source>There are no pictures in this folder.</source>
   <translation>In diesem Ordner sind keine Bilder.</translation>
  </message>
  <message>
   <source>There are no pictures in {cluster}.</source>
   <translation>In {cluster} sind keine Bilder.</translation>
  </message>
  <message>
   <source>There are no weights in the folder {folder}.</source>
   <translation>Im Ordner {folder} liegen keine Gewichte.</translation>
  </message>
  <message>
   <source>There are several weights files in {folder}; name the file itself.</source>
   <translation>In {folder} liegen mehrere Dateien mit Gewichten; bitte nennen Sie die Datei selbst.</translation>
  </message>
  <message>
   <source>There is no change “{name}”.</source>
   <translation>Eine Änderung „{name}“ gibt es nicht.</translation>
  </message>
  <message>
   <source>There is no encoder “{encoder}”; nearest known names: {nearest}.</source>
   <translation>Einen Encoder „{encoder}“ gibt es nicht; ähnliche bekannte Namen: {nearest}.</translation>
  </message>
  <message>
   <source>There is no folder {folder}.</source>
   <translation>Den Ordner {folder} gibt es nicht.</translation>
  </message>
  <message>
   <source>There is no model {repo} at {hub}.</source>
   <translation>Ein Modell {repo} gibt es bei {hub} nicht.</translation>
  </message>
  <message>
   <source>There is no picture to paste.</source>
   <translation>Es gibt kein Bild zum Einfügen.</translation>
  </message>
  <message>
   <source>There is no space left for the download; free some, and try again.</source>
   <translation>Für den Download ist kein Speicherplatz mehr frei; schaffen Sie Platz und versuchen Sie es erneut.</translation>
  </message>
  <message>
   <source>There is no space left in {place} ({free} MB free). New results are not saved.</source>
   <translation>In {place} ist kein Speicherplatz mehr frei ({free} MB verfügbar). Neue Ergebnisse werden nicht gespeichert.</translation>
  </message>
  <message>
   <source>There is no space left in {place}. New results are not saved.</source>
   <translation>In {place} ist kein Speicherplatz mehr frei. Neue Ergebnisse werden nicht gespeichert.</translation>
  </message>
  <message>
   <source>There is no such file.</source>
   <translation>Diese Datei gibt es nicht.</translation>
  </message>
  <message>
   <source>There is no such word, “{word}”, and none like it.</source>
   <translation>Das Wort „{word}“ ist nicht bekannt, und auch kein ähnliches.</translation>
  </message>
  <message>
   <source>There is no such word, “{word}”; nearest known words: {nearest}.</source>
   <translation>Das Wort „{word}“ ist nicht bekannt; ähnliche bekannte Wörter: {nearest}.</translation>
  </message>
  <message>
   <source>There is nothing at {path}.</source>
   <translation>Unter {path} liegt nichts.</translation>
  </message>
  <message>
   <source>There is still no space left in {place} ({free} MB free). New results are not saved.</source>
   <translation>In {place} ist noch immer kein Speicherplatz frei ({free} MB verfügbar). Neue Ergebnisse werden nicht gespeichert.</translation>
  </message>
  <message>
   <source>There is still no space left in {place}. New results are not saved.</source>
   <translation>In {place} ist noch immer kein Speicherplatz frei. Neue Ergebnisse werden nicht gespeichert.</translation>
  </message>
  <message>
   <source>These pictures form no clear
groups. The slider makes some.</source>
   <translation>Diese Bilder bilden keine klaren
Gruppen. Der Regler bildet welche.</translation>
  </message>
  <message>
   <source>These vectors come from different encoders.</source>
   <translation>Diese Vektoren stammen von verschiedenen Encodern.</translation>
  </message>
  <message>
   <source>These vectors come from different encoders: one has {given} numbers, the other {stored}.</source>
   <translation>Diese Vektoren stammen von verschiedenen Encodern: Einer hat {given} Zahlen, der andere {stored}.</translation>
  </message>
  <message>
   <source>Think of each vector as an arrow. The smaller the angle between two arrows, the more alike the pictures; its cosine is 1 for the same direction, and about 0 for pictures that have nothing to do with each other.</source>
   <translation>Stellen Sie sich jeden Vektor als Pfeil vor. Je kleiner der Winkel zwischen zwei Pfeilen, desto ähnlicher die Bilder; sein Kosinus ist 1 für dieselbe Richtung und etwa 0 für Bilder, die nichts miteinander zu tun haben.</translation>
  </message>
  <message>
   <source>This copy of Lookalike came without {package}, and nothing can be added to it. The encoder can be used where Lookalike is run from its source.</source>
   <translation>Diese Kopie von Lookalike kam ohne {package}, und ihr lässt sich nichts hinzufügen. Der Encoder ist nutzbar, wo Lookalike aus seinem Quelltext läuft.</translation>
  </message>
  <message>
   <source>This file is damaged; what could be read is shown.</source>
   <translation>Diese Datei ist beschädigt; gezeigt wird, was lesbar war.</translation>
  </message>
  <message>
   <source>This folder is not known any more. Please open it again.</source>
   <translation>Dieser Ordner ist nicht mehr bekannt. Bitte öffnen Sie ihn erneut.</translation>
  </message>
  <message>
   <source>This folder is not there now. What is known of it is shown, nothing is forgotten; it goes on by itself once the folder is back.</source>
   <translation>Dieser Ordner ist gerade nicht da. Was davon bekannt ist, wird gezeigt, und nichts wird vergessen; es geht von selbst weiter, sobald der Ordner wieder da ist.</translation>
  </message>
  <message>
   <source>This is a folder, not a picture.</source>
   <translation>Das ist ein Ordner, kein Bild.</translation>
  </message>
  <message>
   <source>This is not an ordinary file but a pipe, socket or device.</source>
   <translation>Das ist keine gewöhnliche Datei, sondern eine Pipe, ein Socket oder ein Gerät.</translation>
  </message>
  <message>
   <source>This kind of picture cannot be read yet.</source>
   <translation>Diese Art von Bild kann noch nicht gelesen werden.</translation>
  </message>
  <message>
   <source>This lies elsewhere: save it on this computer first.</source>
   <translation>Das liegt anderswo: Speichern Sie es zuerst auf diesem Computer.</translation>
  </message>
  <message>
   <source>This link leads back to itself.</source>
   <translation>Diese Verknüpfung führt zu sich selbst zurück.</translation>
  </message>
  <message>
   <source>This map or sprite was drawn by Lookalike itself.</source>
   <translation>Diese Karte oder dieses Sprite hat Lookalike selbst gezeichnet.</translation>
  </message>
  <message>
   <source>This may not be read; check its permissions.</source>
   <translation>Das darf nicht gelesen werden; bitte prüfen Sie die Zugriffsrechte.</translation>
  </message>
  <message>
   <source>This needs two pictures that were embedded; open a folder, and wait a moment.</source>
   <translation>Dafür braucht es zwei Bilder, die schon angesehen wurden; öffnen Sie einen Ordner und warten Sie einen Moment.</translation>
  </message>
  <message>
   <source>This raw file cannot be read yet.</source>
   <translation>Diese Raw-Datei kann noch nicht gelesen werden.</translation>
  </message>
  <message>
   <source>This raw file holds no preview that can be shown.</source>
   <translation>Diese Raw-Datei enthält keine Vorschau, die gezeigt werden kann.</translation>
  </message>
  <message>
   <source>This rectangle does not lie in the picture.</source>
   <translation>Dieses Rechteck liegt nicht im Bild.</translation>
  </message>
  <message>
   <source>This region adds {adds} to {cosine}; its partners are lit beside it</source>
   <translation>Diese Stelle trägt {adds} zu {cosine} bei; ihre Partner leuchten daneben</translation>
  </message>
  <message>
   <source>Thumbnail size</source>
   <translation>Größe der Vorschaubilder</translation>
  </message>
  <message>
   <source>Thumbnail size  Ctrl++ and Ctrl+-</source>
   <translation>Größe der Vorschaubilder  Strg++ und Strg+-</translation>
  </message>
  <message>
   <source>Too few pictures for groups.</source>
   <translation>Zu wenige Bilder für Gruppen.</translation>
  </message>
  <message>
   <source>Tried again just now: {why}</source>
   <translation>Gerade erneut versucht: {why}</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Erneut</translation>
  </message>
  <message>
   <source>Try all again</source>
   <translation>Alle erneut versuchen</translation>
  </message>
  <message>
   <source>Try changes</source>
   <translation>Änderungen probieren</translation>
  </message>
  <message>
   <source>Try it</source>
   <translation>Ausprobieren</translation>
  </message>
  <message>
   <source>Try the sample library</source>
   <translation>Beispielbibliothek ausprobieren</translation>
  </message>
  <message>
   <source>Trying again…</source>
   <translation>Wird erneut versucht…</translation>
  </message>
  <message>
   <source>Up to date</source>
   <translation>Auf dem neuesten Stand</translation>
  </message>
  <message>
   <source>Use the suggested {count} clusters</source>
   <translation>Die vorgeschlagenen {count} Gruppen verwenden</translation>
  </message>
  <message>
   <source>Usual thumbnails</source>
   <translation>Übliche Vorschaubilder</translation>
  </message>
  <message>
   <source>VGG-16, of historical interest: the largest and slowest for the least.</source>
   <translation>VGG-16, von historischem Interesse: am größten und langsamsten für das Wenigste.</translation>
  </message>
  <message>
   <source>View</source>
   <translation>Ansicht</translation>
  </message>
  <message>
   <source>View large</source>
   <translation>Groß ansehen</translation>
  </message>
  <message>
   <source>Viewer</source>
   <translation>Großansicht</translation>
  </message>
  <message>
   <source>What is a vector?</source>
   <translation>Was ist ein Vektor?</translation>
  </message>
  <message>
   <source>Where likeness ends: fewer, or more</source>
   <translation>Wo die Ähnlichkeit endet: weniger oder mehr</translation>
  </message>
  <message>
   <source>Whole map</source>
   <translation>Ganze Karte</translation>
  </message>
  <message>
   <source>Whole picture</source>
   <translation>Ganzes Bild</translation>
  </message>
  <message>
   <source>Whole pictures</source>
   <translation>Ganze Bilder</translation>
  </message>
  <message>
   <source>Why alike</source>
   <translation>Warum ähnlich</translation>
  </message>
  <message>
   <source>Window and engine are of different versions.</source>
   <translation>Fenster und Hintergrundprozess haben verschiedene Versionen.</translation>
  </message>
  <message>
   <source>Words are no picture.</source>
   <translation>Wörter sind kein Bild.</translation>
  </message>
  <message>
   <source>Words cannot be searched with “{encoder}”: its tokenizer is not here.</source>
   <translation>Mit „{encoder}“ kann nicht nach Wörtern gesucht werden: Sein Tokenizer ist nicht da.</translation>
  </message>
  <message>
   <source>Words for “{encoder}” need one more package: pip install transformers</source>
   <translation>Wörter für „{encoder}“ brauchen ein weiteres Paket: pip install transformers</translation>
  </message>
  <message>
   <source>Words in many languages; slower, and better than clip.</source>
   <translation>Wörter in vielen Sprachen; langsamer und besser als clip.</translation>
  </message>
  <message>
   <source>Your pictures stay on this computer. Nothing is uploaded, nothing is changed.</source>
   <translation>Ihre Bilder bleiben auf diesem Computer. Nichts wird hochgeladen oder verändert.</translation>
  </message>
  <message numerus="yes">
   <source>about {n} pictures a second here</source>
   <translation>
    <numerusform>hier etwa {n} Bild pro Sekunde</numerusform>
    <numerusform>hier etwa {n} Bilder pro Sekunde</numerusform>
   </translation>
  </message>
  <message>
   <source>add words or drop a picture</source>
   <translation>Wörter oder Bild dazu</translation>
  </message>
  <message>
   <source>alike</source>
   <translation>ähnlich</translation>
  </message>
  <message>
   <source>angle</source>
   <translation>Winkel</translation>
  </message>
  <message>
   <source>away · {about}</source>
   <translation>nicht da · {about}</translation>
  </message>
  <message>
   <source>chosen by hand</source>
   <translation>von Hand gewählt</translation>
  </message>
  <message>
   <source>cosine similarity</source>
   <translation>Kosinus-Ähnlichkeit</translation>
  </message>
  <message>
   <source>cosine {cosine}</source>
   <translation>Kosinus {cosine}</translation>
  </message>
  <message>
   <source>d MMMM</source>
   <translation>d. MMMM</translation>
  </message>
  <message>
   <source>d MMMM yyyy</source>
   <translation>d. MMMM yyyy</translation>
  </message>
  <message>
   <source>dddd</source>
   <translation>dddd</translation>
  </message>
  <message>
   <source>distance {distance}</source>
   <translation>Abstand {distance}</translation>
  </message>
  <message>
   <source>encoder</source>
   <translation>Encoder</translation>
  </message>
  <message>
   <source>fewer</source>
   <translation>weniger</translation>
  </message>
  <message>
   <source>finds by words</source>
   <translation>findet nach Wörtern</translation>
  </message>
  <message>
   <source>from outside</source>
   <translation>von außerhalb</translation>
  </message>
  <message>
   <source>in use</source>
   <translation>in Gebrauch</translation>
  </message>
  <message>
   <source>less alike</source>
   <translation>weniger ähnlich</translation>
  </message>
  <message>
   <source>less alike: {count}</source>
   <translation>weniger ähnlich: {count}</translation>
  </message>
  <message>
   <source>like {name}</source>
   <translation>wie {name}</translation>
  </message>
  <message>
   <source>more</source>
   <translation>mehr</translation>
  </message>
  <message>
   <source>more alike than {share} % of pairs here</source>
   <translation>ähnlicher als {share} % der Paare hier</translation>
  </message>
  <message>
   <source>name has “{words}”</source>
   <translation>Name enthält „{words}“</translation>
  </message>
  <message>
   <source>nearly the same</source>
   <translation>fast dasselbe</translation>
  </message>
  <message>
   <source>needs {package}</source>
   <translation>braucht {package}</translation>
  </message>
  <message>
   <source>not here yet</source>
   <translation>noch nicht da</translation>
  </message>
  <message>
   <source>open_clip knows no model “{model}”; nearest: {nearest}.</source>
   <translation>open_clip kennt kein Modell „{model}“; ähnliche: {nearest}.</translation>
  </message>
  <message>
   <source>or drop a folder or pictures here</source>
   <translation>oder legen Sie hier einen Ordner oder Bilder ab</translation>
  </message>
  <message>
   <source>pasted picture</source>
   <translation>eingefügtes Bild</translation>
  </message>
  <message>
   <source>paused</source>
   <translation>angehalten</translation>
  </message>
  <message>
   <source>suggested {count}</source>
   <translation>Vorschlag: {count}</translation>
  </message>
  <message>
   <source>the engine has stopped</source>
   <translation>der Hintergrundprozess steht</translation>
  </message>
  <message>
   <source>the nearest: {count}</source>
   <translation>am nächsten: {count}</translation>
  </message>
  <message>
   <source>the same</source>
   <translation>dasselbe</translation>
  </message>
  <message>
   <source>timm has no weights for “{model}” on the hub.</source>
   <translation>timm hat für „{model}“ keine Gewichte auf dem Hub.</translation>
  </message>
  <message>
   <source>timm knows no model “{model}”; nearest: {nearest}.</source>
   <translation>timm kennt kein Modell „{model}“; ähnliche: {nearest}.</translation>
  </message>
  <message>
   <source>today</source>
   <translation>heute</translation>
  </message>
  <message>
   <source>very alike</source>
   <translation>sehr ähnlich</translation>
  </message>
  <message>
   <source>waiting for another Lookalike</source>
   <translation>wartet auf ein anderes Lookalike</translation>
  </message>
  <message>
   <source>waiting for room on the disk</source>
   <translation>wartet auf freien Speicherplatz</translation>
  </message>
  <message>
   <source>working…</source>
   <translation>arbeitet…</translation>
  </message>
  <message>
   <source>yesterday</source>
   <translation>gestern</translation>
  </message>
  <message>
   <source>yyyy-MM-dd HH:mm</source>
   <translation>dd.MM.yyyy HH:mm</translation>
  </message>
  <message>
   <source>yyyy-MM-dd HH:mm:ss</source>
   <translation>dd.MM.yyyy HH:mm:ss</translation>
  </message>
  <message>
   <source>{chip}, press Delete to take off</source>
   <translation>{chip}, mit Entf entfernen</translation>
  </message>
  <message>
   <source>{count} selected</source>
   <translation>{count} ausgewählt</translation>
  </message>
  <message>
   <source>{count} selected, {size}</source>
   <translation>{count} ausgewählt, {size}</translation>
  </message>
  <message>
   <source>{encoder} is here now.</source>
   <translation>{encoder} ist jetzt da.</translation>
  </message>
  <message numerus="yes">
   <source>{encoder}: {n} pictures to go</source>
   <translation>
    <numerusform>{encoder}: noch {n} Bild</numerusform>
    <numerusform>{encoder}: noch {n} Bilder</numerusform>
   </translation>
  </message>
  <message>
   <source>{file} arrived, but it is not the file that {repo} announces (wrong checksum); it was thrown away.</source>
   <translation>{file} ist angekommen, ist aber nicht die Datei, die {repo} ankündigt (falsche Prüfsumme); sie wurde verworfen.</translation>
  </message>
  <message>
   <source>{file} holds more than plain weights, perhaps program code, and is refused; a .safetensors file is safe.</source>
   <translation>{file} enthält mehr als reine Gewichte, vielleicht Programmcode, und wird abgelehnt; eine .safetensors-Datei ist sicher.</translation>
  </message>
  <message>
   <source>{file} is damaged, incomplete, or no weights file.</source>
   <translation>{file} ist beschädigt, unvollständig oder keine Datei mit Gewichten.</translation>
  </message>
  <message>
   <source>{file} is no plain list of weights.</source>
   <translation>{file} ist keine reine Liste von Gewichten.</translation>
  </message>
  <message>
   <source>{file} is no weights file; its name should end in {suffixes}.</source>
   <translation>{file} ist keine Datei mit Gewichten; ihr Name sollte auf {suffixes} enden.</translation>
  </message>
  <message>
   <source>{first} and {second}</source>
   <translation>{first} und {second}</translation>
  </message>
  <message>
   <source>{first} beside {second}</source>
   <translation>{first} neben {second}</translation>
  </message>
  <message>
   <source>{format} pictures cannot be read yet.</source>
   <translation>Bilder im Format {format} können noch nicht gelesen werden.</translation>
  </message>
  <message>
   <source>{have} of {of} pictures were looked at with {chosen}; likeness is by {shown} so far.</source>
   <translation>{have} von {of} Bildern wurden mit {chosen} betrachtet; bisher bestimmt {shown} die Ähnlichkeit.</translation>
  </message>
  <message>
   <source>{hours} h {minutes} min</source>
   <translation>{hours} Std. {minutes} Min.</translation>
  </message>
  <message>
   <source>{hub} cannot be reached; check the network and try again.</source>
   <translation>{hub} ist nicht erreichbar; bitte prüfen Sie das Netz und versuchen Sie es erneut.</translation>
  </message>
  <message>
   <source>{meaning}; not known: {words}</source>
   <translation>{meaning}; nicht bekannt: {words}</translation>
  </message>
  <message>
   <source>{minutes} min</source>
   <translation>{minutes} Min.</translation>
  </message>
  <message>
   <source>{model} has no weights called “{tag}”; there are: {tags}.</source>
   <translation>{model} hat keine Gewichte namens „{tag}“; es gibt: {tags}.</translation>
  </message>
  <message>
   <source>{names} find by words.</source>
   <translation>Nach Wörtern finden {names}.</translation>
  </message>
  <message>
   <source>{names} finds by words.</source>
   <translation>Nach Wörtern findet {names}.</translation>
  </message>
  <message>
   <source>{name} is not there any more.</source>
   <translation>{name} ist nicht mehr da.</translation>
  </message>
  <message numerus="yes">
   <source>{name} is not there, and {n} other files neither.</source>
   <translation>
    <numerusform>{name} ist nicht da, und {n} weitere Datei auch nicht.</numerusform>
    <numerusform>{name} ist nicht da, und {n} weitere Dateien auch nicht.</numerusform>
   </translation>
  </message>
  <message>
   <source>{name} is not there.</source>
   <translation>{name} ist nicht da.</translation>
  </message>
  <message>
   <source>{name}, changed</source>
   <translation>{name}, geändert</translation>
  </message>
  <message>
   <source>{name}, view large</source>
   <translation>{name}, groß ansehen</translation>
  </message>
  <message>
   <source>{number} of {count}</source>
   <translation>{number} von {count}</translation>
  </message>
  <message numerus="yes">
   <source>{n} archives</source>
   <translation>
    <numerusform>{n} Archiv</numerusform>
    <numerusform>{n} Archive</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} bytes</source>
   <translation>
    <numerusform>{n} Byte</numerusform>
    <numerusform>{n} Byte</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} changed</source>
   <translation>{n} geändert</translation>
  </message>
  <message numerus="yes">
   <source>{n} chosen pictures</source>
   <translation>
    <numerusform>{n} ausgewähltes Bild</numerusform>
    <numerusform>{n} ausgewählte Bilder</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} clusters</source>
   <translation>
    <numerusform>{n} Gruppe</numerusform>
    <numerusform>{n} Gruppen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} documents</source>
   <translation>
    <numerusform>{n} Dokument</numerusform>
    <numerusform>{n} Dokumente</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} dropped files beside the folders: not asked about.</source>
   <translation>
    <numerusform>{n} abgelegte Datei neben den Ordnern: nach ihr wird nicht gefragt.</numerusform>
    <numerusform>{n} abgelegte Dateien neben den Ordnern: nach ihnen wird nicht gefragt.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} files</source>
   <translation>
    <numerusform>{n} Datei</numerusform>
    <numerusform>{n} Dateien</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} files could not be read; see why</source>
   <translation>
    <numerusform>{n} Datei konnte nicht gelesen werden; warum?</numerusform>
    <numerusform>{n} Dateien konnten nicht gelesen werden; warum?</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} files could not be used. They were not changed, and everything else works without them. A double click shows what can be seen.</source>
   <translation>
    <numerusform>{n} Datei ist nicht verwendbar. Sie wurde nicht verändert, und alles andere geht auch ohne sie. Ein Doppelklick zeigt, was zu sehen ist.</numerusform>
    <numerusform>{n} Dateien sind nicht verwendbar. Sie wurden nicht verändert, und alles andere geht auch ohne sie. Ein Doppelklick zeigt, was zu sehen ist.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} files of {asked} could not be read. {why}</source>
   <translation>
    <numerusform>{n} von {asked} Dateien konnte nicht gelesen werden. {why}</numerusform>
    <numerusform>{n} von {asked} Dateien konnten nicht gelesen werden. {why}</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} hidden items</source>
   <translation>
    <numerusform>{n} verstecktes Element</numerusform>
    <numerusform>{n} versteckte Elemente</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} links</source>
   <translation>
    <numerusform>{n} Verknüpfung</numerusform>
    <numerusform>{n} Verknüpfungen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} look-alikes</source>
   <translation>
    <numerusform>{n} ähnliches Bild</numerusform>
    <numerusform>{n} ähnliche Bilder</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} look-alikes end here</source>
   <translation>
    <numerusform>{n} ähnliches Bild, hier endet es</numerusform>
    <numerusform>{n} ähnliche Bilder enden hier</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} more folders are indexed afterwards, and can then be opened in the sidebar.</source>
   <translation>
    <numerusform>{n} weiterer Ordner wird danach eingelesen und lässt sich dann in der Seitenleiste öffnen.</numerusform>
    <numerusform>{n} weitere Ordner werden danach eingelesen und lassen sich dann in der Seitenleiste öffnen.</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} moved</source>
   <translation>{n} verschoben</translation>
  </message>
  <message>
   <source>{n} new</source>
   <translation>{n} neu</translation>
  </message>
  <message numerus="yes">
   <source>{n} of {chosen} chosen pictures are shown in the file manager.</source>
   <translation>
    <numerusform>{n} von {chosen} ausgewählten Bildern wird im Dateimanager gezeigt.</numerusform>
    <numerusform>{n} von {chosen} ausgewählten Bildern werden im Dateimanager gezeigt.</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} other files</source>
   <translation>
    <numerusform>{n} andere Datei</numerusform>
    <numerusform>{n} andere Dateien</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} pictures</source>
   <translation>
    <numerusform>{n} Bild</numerusform>
    <numerusform>{n} Bilder</numerusform>
   </translation>
  </message>
  <message>
   <source>{n} removed</source>
   <translation>{n} entfernt</translation>
  </message>
  <message numerus="yes">
   <source>{n} sound files</source>
   <translation>
    <numerusform>{n} Tondatei</numerusform>
    <numerusform>{n} Tondateien</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>{n} videos</source>
   <translation>
    <numerusform>{n} Video</numerusform>
    <numerusform>{n} Videos</numerusform>
   </translation>
  </message>
  <message>
   <source>{others} and {last}</source>
   <translation>{others} und {last}</translation>
  </message>
  <message>
   <source>{package} is not installed; it takes up to some gigabytes. To install it, enter this command in a terminal, then start Lookalike again:</source>
   <translation>{package} ist nicht installiert; es braucht bis zu einigen Gigabyte. Um es zu installieren, geben Sie diesen Befehl in einem Terminal ein und starten Sie Lookalike dann neu:</translation>
  </message>
  <message>
   <source>{path} cannot be made: {reason}.</source>
   <translation>{path} kann nicht angelegt werden: {reason}.</translation>
  </message>
  <message>
   <source>{path} cannot be read: {reason}.</source>
   <translation>{path} kann nicht gelesen werden: {reason}.</translation>
  </message>
  <message>
   <source>{path} is a file, not a folder.</source>
   <translation>{path} ist eine Datei, kein Ordner.</translation>
  </message>
  <message>
   <source>{path} is damaged; download the model again.</source>
   <translation>{path} ist beschädigt; bitte laden Sie das Modell erneut herunter.</translation>
  </message>
  <message>
   <source>{path} is neither a file nor a folder.</source>
   <translation>{path} ist weder eine Datei noch ein Ordner.</translation>
  </message>
  <message>
   <source>{path} is not the file that was downloaded (sha256 {digest}...); delete it and download the model again.</source>
   <translation>{path} ist nicht die Datei, die heruntergeladen wurde (sha256 {digest}...); löschen Sie sie und laden Sie das Modell erneut herunter.</translation>
  </message>
  <message>
   <source>{pictures} by similarity to</source>
   <translation>{pictures} nach Ähnlichkeit mit</translation>
  </message>
  <message>
   <source>{pictures} by the word</source>
   <translation>{pictures} zum Wort</translation>
  </message>
  <message>
   <source>{pictures} by the words</source>
   <translation>{pictures} zu den Wörtern</translation>
  </message>
  <message>
   <source>{pictures} cannot be read yet.</source>
   <translation>{pictures} können noch nicht gelesen werden.</translation>
  </message>
  <message>
   <source>{pictures} chosen by hand</source>
   <translation>{pictures}, von Hand gewählt</translation>
  </message>
  <message>
   <source>{pictures} in {cluster}</source>
   <translation>{pictures} in {cluster}</translation>
  </message>
  <message>
   <source>{pictures} of</source>
   <translation>{pictures} zu</translation>
  </message>
  <message>
   <source>{pictures} with</source>
   <translation>{pictures} mit</translation>
  </message>
  <message>
   <source>{pictures} without a name</source>
   <translation>{pictures} ohne Namen</translation>
  </message>
  <message>
   <source>{pictures}; look-alikes lie close together.</source>
   <translation>{pictures}; Ähnliche liegen nah beieinander.</translation>
  </message>
  <message>
   <source>{placed} of {living} placed</source>
   <translation>{placed} von {living} platziert</translation>
  </message>
  <message>
   <source>{place} cannot be used: {reason}.</source>
   <translation>{place} kann nicht benutzt werden: {reason}.</translation>
  </message>
  <message>
   <source>{place} cannot be written</source>
   <translation>In {place} kann nicht geschrieben werden</translation>
  </message>
  <message>
   <source>{place} cannot be written: nothing can be kept there.</source>
   <translation>In {place} kann nicht geschrieben werden: Dort lässt sich nichts aufbewahren.</translation>
  </message>
  <message>
   <source>{ready} of {total} ready</source>
   <translation>{ready} von {total} fertig</translation>
  </message>
  <message>
   <source>{repo} holds no weights that can be used.</source>
   <translation>{repo} enthält keine Gewichte, die benutzt werden können.</translation>
  </message>
  <message>
   <source>{seconds} s</source>
   <translation>{seconds} s</translation>
  </message>
  <message>
   <source>{size} are downloaded once and kept on this computer.</source>
   <translation>{size} werden einmal heruntergeladen und bleiben auf diesem Computer.</translation>
  </message>
  <message>
   <source>{sure}; perhaps {unsure}</source>
   <translation>{sure}; vielleicht {unsure}</translation>
  </message>
  <message>
   <source>{table} is no table that can be read: {reason}.</source>
   <translation>{table} ist keine lesbare Tabelle: {reason}.</translation>
  </message>
  <message>
   <source>{table} labels no picture of this folder.</source>
   <translation>{table} benennt kein Bild dieses Ordners.</translation>
  </message>
  <message>
   <source>{table} needs a line of column names with a path and a label among them.</source>
   <translation>{table} braucht eine Zeile mit Spaltennamen, darunter ein Pfad und ein Stichwort.</translation>
  </message>
  <message>
   <source>{title} (comparison)</source>
   <translation>{title} (Vergleich)</translation>
  </message>
  <message>
   <source>{title} (viewer)</source>
   <translation>{title} (Großansicht)</translation>
  </message>
  <message>
   <source>{why}: what is found out now is kept only until this window closes.</source>
   <translation>{why}: Was jetzt herausgefunden wird, bleibt nur erhalten, bis dieses Fenster geschlossen wird.</translation>
  </message>
  <message>
   <source>{why}: what is found out now is not kept.</source>
   <translation>{why}: Was jetzt herausgefunden wird, bleibt nicht erhalten.</translation>
  </message>
  <message>
   <source>{words}: {score}</source>
   <translation>{words}: {score}</translation>
  </message>
  <message>
   <source>“{encoder}” cannot be built: {reason}</source>
   <translation>„{encoder}“ kann nicht aufgebaut werden: {reason}</translation>
  </message>
  <message>
   <source>“{encoder}” knows no words: file names are searched instead.</source>
   <translation>„{encoder}“ kennt keine Wörter: Stattdessen werden Dateinamen durchsucht.</translation>
  </message>
  <message>
   <source>“{encoder}” takes pictures that are no squares; it cannot be used.</source>
   <translation>„{encoder}“ nimmt Bilder, die keine Quadrate sind, und kann nicht benutzt werden.</translation>
  </message>
  <message>
   <source>“{encoder}” takes squares of {side} pixels, not {given}.</source>
   <translation>„{encoder}“ nimmt Quadrate von {side} Pixeln, nicht {given}.</translation>
  </message>
  <message>
   <source>“{name}”</source>
   <translation>„{name}“</translation>
  </message>
 </context>
</TS>
