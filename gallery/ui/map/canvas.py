"""The map as it is painted: a scene seen through a camera that can fly."""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEasingCurve, QPoint, QRectF, QSize, Qt, QTimer, QVariantAnimation, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from gallery.ui import sentences
from gallery.ui.background import Background
from gallery.ui.language import tr
from gallery.ui.map.camera import MapCamera, extent_of
from gallery.ui.map.camera_animation import FIT_MS, CameraAnimation
from gallery.ui.map.lasso import Shape
from gallery.ui.map.layout import MapLayout, layout_of
from gallery.ui.map.overlay import Overlay
from gallery.ui.map.points import MapPoints
from gallery.ui.map.scene import MapScene, ThumbnailSource, Viewpoint
from gallery.ui.model.gallery_state import GalleryState
from gallery.ui.style.motion import motion_wanted
from gallery.ui.style.theme import Appearance

GLIDE_MS = 400
# More points than this are laid out behind the window, and appear at their new places at once.
MANY = 100_000


class MapCanvas(QWidget):
    """Shows the points of a state, and keeps up with it; it does not listen to the pointer."""

    def __init__(
        self, state: GalleryState, thumbnails: ThumbnailSource, appearance: Appearance
    ) -> None:
        super().__init__()
        self._state, self._appearance = state, appearance
        self.scene = MapScene(state, thumbnails)
        self._overlay = Overlay(state, self.scene)
        self._flight = CameraAnimation(self)
        self._laying = Background("map", self)
        self._shape: Shape | None = None
        self._base: QImage | None = None
        self._fitted = True
        self._followed = (state.query, state.filter)
        self._focus_shown = False
        self._again = QTimer(self, singleShot=True, interval=0)
        self._glide = QVariantAnimation(self)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._listen()

    def _listen(self) -> None:
        state = self._state
        state.folder_changed.connect(self._folder_changed)
        state.pictures_changed.connect(self._pictures_changed)
        state.clusters_changed.connect(self._pictures_changed)
        state.map_changed.connect(self._map_changed)
        state.order_changed.connect(self._order_changed)
        state.selection_changed.connect(self._regroup)
        self._appearance.changed.connect(self.redraw)
        self._flight.moved.connect(self.redraw)
        self._glide.valueChanged.connect(self._glided)
        self._again.timeout.connect(self.redraw)

    # ------------------------------------------------------------ the state changed

    @Slot()
    def _folder_changed(self) -> None:
        self._glide.stop()
        self.scene.forget()
        self._take_over(0)

    @Slot()
    def _pictures_changed(self) -> None:
        """Take over pictures and clusters; points that are on their way go on from there."""
        left = GLIDE_MS - self._glide.currentTime() if self.scene.gliding else 0
        # Started again for the rest of the time: pictures that come would otherwise end the glide.
        self._take_over(max(left, 80) if left else 0)

    @Slot()
    def _map_changed(self) -> None:
        self._take_over(GLIDE_MS)

    def _take_over(self, glide_ms: int) -> None:
        """Have the folder laid out again; on a thread where that takes long."""
        table = copy(self._state.table)  # whose columns are replaced, and never written to
        work = partial(layout_of, table, self._state.clusters, self.scene.layout)
        if len(table) > MANY:
            self._laying.run(work, partial(self._lay, 0))
        else:
            self._laying.drop()
            self._lay(glide_ms, work())

    def _lay(self, glide_ms: int, layout: MapLayout) -> None:
        self._glide.stop()
        before = self.scene.points
        self.scene.lay(layout)
        if len(before):
            self._refit()
        else:
            self._jump()
        self._describe()
        if glide_ms and self._may_glide(before):
            self.scene.glide_from(before)
            self.scene.glide(0.0)
            self._glide.setDuration(glide_ms)
            self._glide.start()
        self.redraw()

    def _may_glide(self, before: MapPoints) -> bool:
        return (
            len(before) > 0
            and len(self.scene.points) > 0
            and self.isVisible()
            and motion_wanted(self)
        )

    def _refit(self) -> None:
        """Keep the camera where a person put it, unless nothing would be seen from there."""
        if self._fitted or not self._sees_something():
            if self._whole() != self._flight.target:
                self.fit()
            self._fitted = True

    def _sees_something(self) -> bool:
        points = self.scene.points
        return self.camera.sees_any(points.x, points.y)

    @Slot(object)
    def _order_changed(self, _order: object) -> None:
        self._regroup()
        (query, left), state = self._followed, self._state
        self._followed = (state.query, state.filter)
        # By identity: also the same question asked again brings its picture into sight.
        if state.query is not query:
            self._follow(state.query.about[:1])
        if state.filter != left:
            self._follow_filter()

    def _follow(self, asked: Sequence[int]) -> None:
        """Fly to the picture that is asked about, if it is out of sight."""
        points, camera = self.scene.points, self._flight.target
        row = points.row(asked[0]) if asked else -1
        if row < 0:
            return
        x, y = float(points.x[row]), float(points.y[row])
        if not QRectF(0, 0, camera.width, camera.height).contains(*camera.screen(x, y)):
            self._fitted = False
            self._flight.go(replace(camera, x=x, y=y), self._flying_ms(FIT_MS))

    def _follow_filter(self) -> None:
        """Fly to the pictures that a filter leaves, if all are out of sight; never nearer."""
        points, kept, camera = self.scene.points, self.scene.kept, self._flight.target
        if kept is None or not kept.any():
            return
        x, y = points.x[kept], points.y[kept]
        if not camera.sees_any(x, y):
            self._fitted = False
            around = extent_of(x, y).fitted(camera.width, camera.height)
            # Never nearer: a person who filters looks for where the pictures lie, and not at them.
            scale = min(around.scale, camera.scale)
            self._flight.go(replace(around, scale=scale), self._flying_ms(FIT_MS))

    @Slot()
    def _regroup(self) -> None:
        self.scene.regroup()
        self._describe()
        self.redraw()

    @Slot(object)
    def _glided(self, share: float) -> None:
        self.scene.glide(float(share))
        self.redraw()

    def set_empty_text(self, text: str) -> None:
        """Say what stands where no picture has a place yet."""
        if text != self._overlay.empty_text:
            self._overlay.empty_text = text
            self._describe()
            self.update()

    def _describe(self) -> None:
        """Say in words what is seen, for those who do not see it."""
        points = self.scene.points
        text = self._overlay.empty_text
        if len(points):
            chosen = int(self._state.selected.sum())
            caption = self._overlay.caption()
            text = tr(
                "{pictures}; look-alikes lie close together.",
                pictures=sentences.pictures(len(points)),
            )
            text += f" {caption}." if caption else ""
            text += f" {tr('{count} selected', count=chosen)}." if chosen else ""
        self.setAccessibleDescription(text)

    # ------------------------------------------------------------ the camera

    @property
    def camera(self) -> MapCamera:
        """From where the map is seen now."""
        return self._flight.camera

    def _whole(self) -> MapCamera:
        return self.scene.layout.extent.fitted(self.width(), self.height())

    def _flying_ms(self, duration_ms: int) -> int:
        return duration_ms if self.isVisible() and motion_wanted(self) else 0

    def _jump(self) -> None:
        self._fitted = True
        self._flight.go(self._whole())

    @Slot()
    def fit(self) -> None:
        """Show the whole map."""
        self._fitted = True
        self._flight.go(self._whole(), self._flying_ms(FIT_MS))

    # ------------------------------------------------------------ painting

    @Slot()
    def redraw(self) -> None:
        """Paint again; what only lies over the map needs no more than an update."""
        self._base = None
        self.update()

    def image(self, size: QSize) -> QImage:
        """Return the whole map as a picture of `size`, as saved to a file."""
        camera = self.scene.layout.extent.fitted(size.width(), size.height())
        image = self.scene.paint(Viewpoint(camera, camera.scale, 1.0, self._appearance.theme), ())
        self.redraw()
        return image

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map and what lies over it."""
        theme = self._appearance.theme
        painter = QPainter(self)
        if len(self.scene.points) == 0:
            painter.fillRect(self.rect(), QColor(theme.ground))
            self._overlay.paint_empty(painter, self.camera, theme)
            return
        # Kept between two paints: rings, lasso and focus move over it and leave it as it is.
        if self._base is None or self._base.devicePixelRatio() != self.devicePixelRatioF():
            fit_scale = self._whole().scale
            stand = Viewpoint(self.camera, fit_scale, self.devicePixelRatioF(), theme)
            self._base = self.scene.paint(stand, self._taken())
            if self.scene.unfinished:
                self._again.start()
        painter.drawImage(QPoint(0, 0), self._base)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.scene.gliding:
            self._overlay.paint_rings(painter, self.camera, theme)
        self._overlay.paint_caption(painter, self.camera, theme)
        if self._shape is not None:
            self._shape.paint(painter, theme)
        if self._focus_shown:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _taken(self) -> tuple[QRectF, ...]:
        """Return where no name may be set."""
        return (self._overlay.caption_box(self.camera), *self._overlay.marked_boxes(self.camera))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole map in view where it was, or the point in the middle."""
        # A whole map stays whole when the window changes its size.
        if self._fitted or self.camera.sees_all(self.scene.layout.extent):
            self._jump()
        else:
            self._flight.go(self.camera.sized(self.width(), self.height()))
