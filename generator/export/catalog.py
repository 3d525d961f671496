"""Writes `/data/catalog.jsonld`: the portal's data for catalogues of open data, as DCAT-AP 3 (JSON-LD).

Addresses are relative to the file, so that they are valid under any address of the site.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from generator import words
from generator.artifacts import Artifact
from generator.export.citing import CitedData, cited_data
from generator.export.descriptor import DESCRIPTION, Json, json_bytes
from generator.export.files import DataFile, table_files
from generator.history import History, Release, archive_path
from generator.model import Portal
from generator.pages.changes import release_address, release_day
from generator.tables import LICENCE_ADDRESS, TABLES

PATH = "data/catalog.jsonld"

_EU = "http://publications.europa.eu/resource/authority/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_CONTEXT: Json = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dct:title": {"@language": "vi"},
    "dct:description": {"@language": "vi"},
    "dct:issued": {"@type": "xsd:date"},
    "dct:modified": {"@type": "xsd:date"},
    "dct:license": {"@type": "@id"},
    "dct:language": {"@type": "@id"},
    "dct:format": {"@type": "@id"},
    "dct:conformsTo": {"@type": "@id"},
    "dct:accrualPeriodicity": {"@type": "@id"},
    "dcat:mediaType": {"@type": "@id"},
    "dcat:theme": {"@type": "@id"},
    "dcat:accessURL": {"@type": "@id"},
    "dcat:downloadURL": {"@type": "@id"},
    "dcat:landingPage": {"@type": "@id"},
    "foaf:homepage": {"@type": "@id"},
}
_FORMATS = {"csv": "CSV", "xlsx": "XLSX", "zip": "ZIP"}
"""Formats that the European list of file types certainly contains."""


def catalog(portal: Portal, history: History, created: date) -> Artifact:
    """Returns the catalogue: one dataset with its files, and its releases as versions. `created` is the day of this
    edition: the files have this date if they contain changes since the last release, or if nothing was released."""
    name = portal.settings.title
    publisher = _publisher(name)
    released = history.released
    issued = next((release.on for release in reversed(released) if release.on), created)
    cited = cited_data(name, history, created, "")
    dataset: Mapping[str, Json] = {
        "@id": "../du-lieu/#dataset",
        "@type": "dcat:Dataset",
        "dct:title": words.data_title(name),
        "dct:description": DESCRIPTION,
        "dct:publisher": publisher,
        "dct:issued": issued.isoformat(),
        "dct:modified": cited.on.isoformat(),
        "dct:language": f"{_EU}language/VIE",
        "dct:accrualPeriodicity": f"{_EU}frequency/IRREG",
        "dct:conformsTo": ["https://datapackage.org/profiles/2.0/datapackage.json", "http://www.w3.org/ns/csvw"],
        "dcat:theme": f"{_EU}data-theme/GOVE",
        "dcat:keyword": _keywords(),
        "dcat:landingPage": "../du-lieu/",
        "dcat:distribution": [_distribution(file) for file in table_files()],
        **_versions(released, cited),
    }
    whole: Json = {
        "@context": _CONTEXT,
        "@id": "../#catalog",
        "@type": "dcat:Catalog",
        "dct:title": portal.settings.title,
        "dct:description": "Dữ liệu mở về chỉ tiêu và kết quả cải cách hành chính, dịch vụ công trực tuyến.",
        "dct:publisher": publisher,
        "dct:license": LICENCE_ADDRESS,
        "dct:language": f"{_EU}language/VIE",
        "dct:modified": cited.on.isoformat(),
        "foaf:homepage": "../",
        "dcat:dataset": dataset,
    }
    return Artifact(PATH, json_bytes(whole))


def _publisher(name: str) -> Json:
    return {"@id": "../#publisher", "@type": "foaf:Agent", "foaf:name": name}


def _keywords() -> Json:
    terms = ["cải cách hành chính", "dịch vụ công trực tuyến", *(table.title.lower() for table in TABLES[:7])]
    return [{"@value": word, "@language": "vi"} for word in terms]


def _versions(released: Sequence[Release], cited: CitedData) -> Mapping[str, Json]:
    """Returns the version of the files as it is cited, and the releases; nothing if there was no release."""
    if not released:
        return {}
    versions = [_version(release, cited.publisher) for release in released]
    return {"dcat:version": cited.version, "dcat:hasVersion": versions}


def _version(release: Release, name: str) -> Json:
    page = f"..{release_address(release)}"
    title = f"Các bảng của phiên bản dữ liệu {release_day(release)}"
    file = DataFile(release.name, f"/{archive_path(release.name)}", "zip", title)
    return {
        "@id": f"{page}#dataset",
        "@type": "dcat:Dataset",
        "dct:title": f"{words.data_title(name)}, công bố {release_day(release)}",
        "dct:description": "Các bảng đúng như ngày công bố: khóa và các cột được theo dõi qua thời gian.",
        "dct:publisher": _publisher(name),
        "dct:issued": release.on.isoformat() if release.on else "",
        "dcat:version": release.id,
        "dcat:landingPage": page,
        "dcat:distribution": [_distribution(file)],
    }


def _distribution(file: DataFile) -> Json:
    address = file.address.removeprefix("/data/")
    known = _FORMATS.get(file.format)
    form: Mapping[str, Json] = {"dct:format": f"{_EU}file-type/{known}"} if known else {}
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": file.title,
        "dct:license": LICENCE_ADDRESS,
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": f"{_MEDIA}{file.media_type}",
        **form,
    }
