"""Tests the catalogue of the data, `catalog.jsonld`: it is read as RDF and compared with what DCAT-AP requires."""

import json
from datetime import date
from pathlib import Path

import pyshacl
import pytest
import rdflib

from generator import words
from generator.artifacts import Artifact
from generator.export import table_paths
from generator.export.catalog import catalog
from generator.export.descriptor import descriptor
from generator.history import History, Release, load_history
from generator.loading import load_portal
from tests.support.folders import MINI

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

DAY = date(2026, 11, 27)
ADDRESS = "https://portal.example/data/catalog.jsonld"
AUTHORITY = "http://publications.europa.eu/resource/authority"
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")


def graph_of(artifact: Artifact) -> rdflib.Graph:
    return rdflib.Graph().parse(data=artifact.content, format="json-ld", publicID=ADDRESS)


@pytest.fixture(scope="module")
def listed() -> rdflib.Graph:
    """The mini portal's catalogue, read at its address."""
    portal, _ = load_portal(MINI)
    return graph_of(catalog(portal, load_history(MINI, []), DAY))


def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(Path(__file__).parent / "dcat-ap.ttl")


def test_the_catalogue_has_what_dcat_ap_requires(listed: rdflib.Graph) -> None:
    conforms, _, report = pyshacl.validate(listed, shacl_graph=shapes())
    assert conforms, report


@pytest.mark.parametrize("lost", ["dct:title", "dct:publisher", "dcat:distribution", "dct:license"])
def test_the_shapes_report_a_missing_property(lost: str) -> None:
    """The property is removed from every node of the catalogue."""
    portal, _ = load_portal(MINI)
    content = json.loads(catalog(portal, History(()), DAY).content)
    for node in (content, content["dcat:dataset"], *content["dcat:dataset"]["dcat:distribution"]):
        node.pop(lost, None)
    poorer = rdflib.Graph().parse(data=json.dumps(content), format="json-ld", publicID=ADDRESS)
    assert not pyshacl.validate(poorer, shacl_graph=shapes())[0]


def test_the_catalogue_lists_every_published_file(listed: rdflib.Graph) -> None:
    """Files are listed with the address at which they are served, the same files as in the data package."""
    files = {
        str(address).removeprefix("https://portal.example/data/") for address in listed.objects(None, DCAT.downloadURL)
    }
    assert {f"data/{name}" for name in files} <= {path for names in table_paths() for path in names}
    portal, _ = load_portal(MINI)
    resources = json.loads(descriptor(portal, DAY).content)["resources"]
    assert {resource["path"] for resource in resources} == files


def stated(graph: rdflib.Graph, subject: str) -> set[str]:
    """Returns what a catalogue states of a subject, as in Turtle: `dct:title "…"@vi`."""
    about = rdflib.URIRef(f"https://portal.example/{subject}")
    names = graph.namespace_manager
    return {f"{predicate.n3(names)} {found.n3(names)}" for predicate, found in graph.predicate_objects(about)}


def test_the_catalogue_describes_a_file(listed: rdflib.Graph) -> None:
    """Formats, licences and addresses are references, not texts. Formats that are not in the European list, such as
    SQLite, have only a media type."""
    assert stated(listed, "data/units.csv#distribution") == {
        "rdf:type dcat:Distribution",
        'dct:title "Đơn vị"@vi',
        "dct:license <https://creativecommons.org/licenses/by/4.0/deed.vi>",
        "dcat:accessURL <https://portal.example/data/units.csv>",
        "dcat:downloadURL <https://portal.example/data/units.csv>",
        "dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv>",
        f"dct:format <{AUTHORITY}/file-type/CSV>",
    }
    assert f"dct:format <{AUTHORITY}/file-type/XLSX>" in stated(listed, "data/tat-ca.xlsx#distribution")
    sqlite = stated(listed, "data/cong-minh-bach.sqlite#distribution")
    assert [line for line in sqlite if line.startswith("dct:format")] == []


def test_the_catalogue_describes_the_data(listed: rdflib.Graph) -> None:
    found = stated(listed, "du-lieu/#dataset")
    several = ("dcat:distribution", "dcat:keyword", "dct:description")
    assert {line for line in found if not line.startswith(several)} == {
        "rdf:type dcat:Dataset",
        f'dct:title "{words.data_title("Cổng thử")}"@vi',
        "dct:publisher <https://portal.example/#publisher>",
        'dct:issued "2026-11-27"^^xsd:date',
        'dct:modified "2026-11-27"^^xsd:date',
        f"dct:language <{AUTHORITY}/language/VIE>",
        f"dct:accrualPeriodicity <{AUTHORITY}/frequency/IRREG>",
        "dct:conformsTo <https://datapackage.org/profiles/2.0/datapackage.json>",
        "dct:conformsTo <http://www.w3.org/ns/csvw>",
        f"dcat:theme <{AUTHORITY}/data-theme/GOVE>",
        "dcat:landingPage <https://portal.example/du-lieu/>",
    }
    assert {'dcat:keyword "dịch vụ công trực tuyến"@vi', 'dcat:keyword "kết quả"@vi'} < found
    assert any("Ô trống là không có số liệu" in line and line.endswith('"@vi') for line in found)
    assert stated(listed, "#publisher") == {"rdf:type foaf:Agent", 'foaf:name "Cổng thử"'}


def test_the_catalogue_describes_itself(listed: rdflib.Graph) -> None:
    assert stated(listed, "#catalog") == {
        "rdf:type dcat:Catalog",
        'dct:title "Cổng thử"@vi',
        'dct:description "Dữ liệu mở về chỉ tiêu và kết quả cải cách hành chính, dịch vụ công trực tuyến."@vi',
        "dct:publisher <https://portal.example/#publisher>",
        "dct:license <https://creativecommons.org/licenses/by/4.0/deed.vi>",
        f"dct:language <{AUTHORITY}/language/VIE>",
        'dct:modified "2026-11-27"^^xsd:date',
        "foaf:homepage <https://portal.example/>",
        "dcat:dataset <https://portal.example/du-lieu/#dataset>",
    }


FIRST = Release("2024-07-01", date(2024, 7, 1), first=True, changes=(), counts=())
SECOND = Release("2024-08-01", date(2024, 8, 1), first=False, changes=(), counts=())
PENDING = Release("", None, first=False, changes=(), counts=())


def test_the_catalogue_describes_each_release() -> None:
    """A release is a data set of its own, with its page and its archive."""
    portal, _ = load_portal(MINI)
    graph = graph_of(catalog(portal, History((SECOND, FIRST)), DAY))
    assert pyshacl.validate(graph, shacl_graph=shapes())[0]
    releases = ("2024-08-01", "2024-07-01")
    versions = {line for line in stated(graph, "du-lieu/#dataset") if line.startswith("dcat:hasVersion")}
    assert versions == {f"dcat:hasVersion <https://portal.example/cap-nhat/{name}/#dataset>" for name in releases}
    found = stated(graph, "cap-nhat/2024-07-01/#dataset")
    assert {line for line in found if not line.startswith("dct:description")} == {
        "rdf:type dcat:Dataset",
        f'dct:title "{words.data_title("Cổng thử")}, công bố ngày 01/07/2024"@vi',
        "dct:publisher <https://portal.example/#publisher>",
        'dct:issued "2024-07-01"^^xsd:date',
        'dcat:version "2024-07-01"',
        "dcat:landingPage <https://portal.example/cap-nhat/2024-07-01/>",
        "dcat:distribution <https://portal.example/data/phien-ban/2024-07-01.zip#distribution>",
    }
    assert {
        'dct:title "Các bảng của phiên bản dữ liệu ngày 01/07/2024"@vi',
        "dcat:downloadURL <https://portal.example/data/phien-ban/2024-07-01.zip>",
        f"dct:format <{AUTHORITY}/file-type/ZIP>",
    } < stated(graph, "data/phien-ban/2024-07-01.zip#distribution")


def test_a_portal_without_releases_has_a_catalogue_without_versions() -> None:
    portal, _ = load_portal(MINI)
    graph = graph_of(catalog(portal, History(()), DAY))
    assert pyshacl.validate(graph, shacl_graph=shapes())[0]
    assert list(graph.objects(None, DCAT.hasVersion)) == []


@pytest.mark.parametrize(
    ("releases", "issued", "modified", "version"),
    [
        ((SECOND, FIRST), "2024-07-01", "2024-08-01", "2024-08-01"),
        ((PENDING, SECOND, FIRST), "2024-07-01", "2026-11-27", "2024-08-01+2026-11-27"),
        ((), "2026-11-27", "2026-11-27", None),
    ],
    ids=["released", "changed since", "never released"],
)
def test_the_catalogue_dates_the_files_like_their_citation(
    releases: tuple[Release, ...], issued: str, modified: str, version: str | None
) -> None:
    """Once, changed files kept the date and the version of the last release, so that a catalogue which collects by date
    never fetched them."""
    portal, _ = load_portal(MINI)
    content = json.loads(catalog(portal, History(releases), DAY).content)
    dataset = content["dcat:dataset"]
    assert (dataset["dct:issued"], dataset["dct:modified"], dataset.get("dcat:version")) == (issued, modified, version)
    assert content["dct:modified"] == modified
