"""The shipped policies: they load, cite everything, and are found by name and place."""

from __future__ import annotations

from importlib.resources import files

import attrs
import jsonschema
import pytest

import packfiles
from packfiles import PACKS, good, load
from vocskills.errors import CoverageError, InputError
from vocskills.places import name_of, parents
from vocskills.policy import applicable, check_place, get, library, pack_schema, policies, uncovered
from vocskills.policy.documents import Provenance
from vocskills.policy.schema import pack_shape
from vocskills.policy.shapes import Entries, Record
from vocskills.policy.source import read_source, to_plain

SHIPPED = sorted(policies())


def test_every_shipped_pack_is_in_the_library() -> None:
    """Each pack file gives one policy, called like its file; they are read once."""
    names = [entry.name for entry in (files("vocskills") / "packs").iterdir()]
    stems = sorted(n.removesuffix(".yaml") for n in names if n.endswith(".yaml") and not n.endswith(".cases.yaml"))
    assert stems == SHIPPED
    assert "cn-yunnan-poverty-training" in SHIPPED
    assert policies() is library.policies()


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_packs_mention_every_fact_of_their_documents(name: str) -> None:
    """Every fact of a document that was read is cited or left out with a reason."""
    assert uncovered(get(name)) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_packs_rest_on_facts_with_words_in_both_languages(name: str) -> None:
    """Every rule and item cites facts and an article of a document of its policy; every rule says why it fails."""
    policy = get(name)
    rules = [rule for known_as, rule in policy.rules.items() if known_as.partition(".")[0] not in policy.uses]
    items = [*policy.subsidies.values(), *policy.approvals.values(), *policy.measures.values()]
    for cite in [*(rule.cite for rule in rules), *(item.cite for item in items)]:
        assert cite.facts
        assert cite.article
        assert policy.documents[cite.document].read is not Provenance.NONE
    assert all(rule.because.zh and rule.because.en for rule in policy.rules.values())


def test_a_forgotten_fact_is_reported() -> None:
    """A fact of a document that was read and that nothing mentions is named; others are nobody's business."""
    policy = load(good("whole"))
    assert uncovered(policy, packfiles.facts()) == []
    forgetful = attrs.evolve(policy, left_out={})
    (fault,) = uncovered(forgetful, packfiles.facts())
    assert (fault.text, fault.where) == ("EX20-07", "left_out")


def test_policies_are_found_by_id() -> None:
    """A wrong id gets those that look like it."""
    assert get("cn-yunnan-poverty-training").place == "530000"
    with pytest.raises(CoverageError) as caught:
        get("cn-yunan-poverty-training")
    remedy = caught.value.faults[0].remedy
    assert remedy is not None
    assert "cn-yunnan-poverty-training" in remedy.en


@pytest.mark.parametrize("place", ["533323", "533300", "530000", "53", "5333", "533323100", "533323100200"])
def test_a_place_has_the_policies_of_all_that_it_lies_in(place: str) -> None:
    """Fugong county is under Yunnan's policy and the nation's, the smaller area first."""
    found = [policy.place for policy in applicable(place)]
    assert found == sorted(found, reverse=True)
    assert found[0] == "530000"
    assert found[-1] == "000000"


def test_another_province_has_the_national_policies_only() -> None:
    """The policies of one province do not reach another, and the country as a whole has only its own."""
    assert {policy.place for policy in applicable("310000")} == {"000000"}
    assert applicable("000000") == applicable("310000")


def test_further_policies_join_or_replace_the_shipped_ones() -> None:
    """A caller's own policy of the place comes first; one with a shipped id stands in its place."""
    own = load(good("whole"))
    assert applicable("533323", [own])[0] is own
    assert own not in applicable("533423", [own])
    other = attrs.evolve(own, id="cn-yunnan-poverty-training")
    assert [p.id for p in applicable("533323", [other])].count("cn-yunnan-poverty-training") == 1


# -- places ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "full"),
    [
        ("533323", "533323"),
        ("533300", "533300"),
        ("530000", "530000"),
        ("53", "530000"),
        ("5333", "533300"),
        ("000000", "000000"),
        ("533323100", "533323100"),
        ("533323100200", "533323100200"),
        ("110103", "110103"),
        ("429004", "429004"),
        ("441900", "441900"),
    ],
)
def test_divisions_that_exist_or_existed_are_known(code: str, full: str) -> None:
    """Provinces, prefectures, counties (former ones too), and all below a known county."""
    assert check_place(code) == full


@pytest.mark.parametrize("code", ["533399", "5399", "99", "530199", "533399100", "999999", "009900"])
def test_divisions_that_never_existed_are_refused(code: str) -> None:
    """A code that was never allocated is refused with what to do, never with another library's bare error."""
    with pytest.raises(InputError) as caught:
        check_place(code, "cohort.place")
    (fault,) = caught.value.faults
    assert (fault.where, fault.text) == ("cohort.place", code)
    assert fault.remedy is not None


@pytest.mark.parametrize("code", ["", "5", "533", "53332", "5333231", "云南", "53332３", "533323 ", "５３"])
def test_what_is_no_code_is_refused(code: str) -> None:
    """Other lengths, other digits and other characters are no division codes."""
    with pytest.raises(InputError, match="not the code of a division"):
        check_place(code)


def test_a_refused_county_is_shown_its_neighbours() -> None:
    """The remedy names the nearest counties of the same prefecture, and the prefecture itself."""
    with pytest.raises(InputError) as caught:
        check_place("533399")
    remedy = caught.value.faults[0].remedy
    assert remedy is not None
    assert "533325 兰坪白族普米族自治县" in remedy.zh
    assert "533300" in remedy.en


def test_parents_go_up_to_the_country() -> None:
    """County, prefecture, province, country; what is missing in between is left out."""
    assert parents("533323100200") == ("533323", "533300", "530000", "000000")
    assert parents("53") == ("530000", "000000")
    assert parents("000000") == ("000000",)


def test_the_latest_name_of_a_division_counts() -> None:
    """Where a code was renamed, its present name is shown."""
    assert name_of("530126") == "石林彝族自治县"
    assert name_of("533323") == "福贡县"


# -- the schema --------------------------------------------------------------------------------------------------------


def test_the_schema_is_a_schema() -> None:
    """What editors get is valid JSON Schema of 2020-12."""
    schema = pack_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_packs_fit_the_schema(name: str) -> None:
    """An editor underlines nothing in a shipped pack."""
    source = (files("vocskills") / "packs" / f"{name}.yaml").read_text("utf-8")
    jsonschema.Draft202012Validator(pack_schema()).validate(to_plain(read_source(source, name)))


@pytest.mark.parametrize("name", sorted(path.stem for path in (PACKS / "good").glob("*.yaml")))
def test_good_packs_fit_the_schema(name: str) -> None:
    """Whatever loads, every key of it in use, also fits the schema."""
    jsonschema.Draft202012Validator(pack_schema()).validate(to_plain(read_source(good(name), "")))


def test_the_schema_sees_what_is_missing() -> None:
    """A missing key is underlined while one types."""
    tree = to_plain(read_source((PACKS / "bad" / "rule_without_facts.yaml").read_text("utf-8"), ""))
    assert not jsonschema.Draft202012Validator(pack_schema()).is_valid(tree)


def test_the_schema_has_every_key_of_the_loader() -> None:
    """Loader and schema are read off one description: the same keys, the same required ones."""
    schema = pack_schema()
    shape = pack_shape()
    assert list(schema["properties"]) == [key.name for key in shape.keys]
    assert schema["required"] == [key.name for key in shape.keys if key.required]
    rules = shape.key("rules")
    assert rules is not None
    assert isinstance(rules.shape, Entries)
    rule = rules.shape.value
    assert isinstance(rule, Record)
    assert list(schema["$defs"]["rule"]["properties"]) == [key.name for key in rule.keys]
