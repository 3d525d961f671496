"""The preview image of the portal, which pages without an image of their own also have."""

from generator import formats
from generator.model import Portal
from generator.pages.posters import FOLDER, Poster

PATH = f"{FOLDER}/cong.png"


def site_poster(portal: Portal) -> Poster:
    """Returns the preview image of the portal: its purpose and how much it contains."""
    counts = (
        (len(portal.units), "đơn vị"),
        (len(portal.indicators), "chỉ tiêu"),
        (len(portal.results), "số liệu"),
        (len(portal.sources), "văn bản"),
    )
    contents = ", ".join(f"{formats.count(count)}{formats.NBSP}{what}" for count, what in counts)
    return Poster(
        path=PATH,
        above="",
        title="Mỗi đơn vị được giao chỉ tiêu gì, đã đạt đến đâu",
        sentence="Chỉ tiêu cải cách hành chính, dịch vụ công trực tuyến của từng đơn vị và kết quả đạt được, kèm văn "
        "bản nguồn.",
        source=contents,
    )
