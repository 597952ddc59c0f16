"""Names: exact, in both languages, mistyped; short acronyms in capitals; the longest wins."""

import pytest

from assistant.entities import EntityNames
from assistant.vocabulary import Vocabulary
from corpus.records import Entity

UNION = Entity(
    id="european-union",
    kind="partner",
    names={"en": "European Union", "fr": "Union européenne"},
    acronym="EU",
    aliases=("Brussels",),
    passage="tavoria/institutions#1",
)
DISTRICT = Entity(
    id="belhaven", kind="place", names={"en": "Belhaven"}, passage="tavoria/institutions#2"
)
DELEGATION = Entity(
    id="delegation",
    kind="institution",
    names={"en": "Belhaven Port Authority"},
    passage="tavoria/institutions#2",
)
FEE = Entity(id="fee", kind="law", names={"en": "Harbour fee"}, passage="tavoria/rights#1")


@pytest.fixture(scope="module")
def names(tavoria, tavoria_index) -> EntityNames:
    more = (UNION, DISTRICT, DELEGATION, FEE)
    profiles = [p.model_copy(update={"entities": (*p.entities, *more)}) for p in tavoria]
    vocabularies = {code: Vocabulary(tavoria_index.lexica[code]) for code in ("en", "fr")}
    return EntityNames(profiles, vocabularies)


@pytest.fixture(scope="module")
def named(names):
    """Names the entities of a text by their ids, without the profile's."""
    return lambda text: [m.entity.id.rpartition("/")[2] for m in names.mentions(text)]


def by_id(names: EntityNames, kind: str, name: str) -> Entity:
    return next(e for e in names.of_kind(kind) if e.id == f"tavoria/{name}")


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("What is the Lantern Fellowship?", "lantern-fellowship"),
        ("what is the lantern fellowship", "lantern-fellowship"),
        ("What is the Bourse Lanterne?", "lantern-fellowship"),
        ("Qu'est-ce que la Bourse Lanterne ?", "lantern-fellowship"),
        ("Who wrote the FSC?", "far-shore-charter"),
        ("Who are the Tavorian diaspora?", "far-shore"),
        ("Qui est la diaspora tavorienne ?", "far-shore"),
        ("Le Chœur des voiliers d’Auckland", "sailing-choir"),
        ("Le Choeur des voiliers d'Auckland", "sailing-choir"),
        ("What does Brussels pay?", "european-union"),
    ],
)
def test_an_entity_goes_by_its_names_in_any_language_its_acronym_and_its_aliases(
    named, text, entity
):
    assert entity in named(text)


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("What is the Lantern Felowship?", "lantern-fellowship"),
        ("the Minstry of Overseas Ties", "overseas-ties"),
        ("le Ministère des Liens d'outremer", "overseas-ties"),
        ("la Bourse Lantern", "lantern-fellowship"),
        ("the Harbor Bank", "harbour-bank"),
        ("the Lighthouse Fellowship", None),
        ("the harbour e", None),  # a letter is no mistyped "fee"
        ("the FSU", None),
    ],
)
def test_a_letter_may_be_wrong_in_a_long_name_but_not_a_word(named, text, entity):
    assert named(text) == ([entity] if entity else [])


def test_a_short_acronym_has_to_be_typed_in_capitals(named):
    assert named("Le pays a eu une loi.") == []
    assert named("What does the EU fund?") == ["european-union"]
    assert named("Que finance l'EU ?") == ["european-union"]
    assert named("what does the eu fund") == []


def test_a_longer_acronym_may_be_typed_as_it_comes(named):
    assert named("the fssu in Porto") == ["students-union"]


def test_the_longest_name_wins(named, names):
    assert named("the Belhaven Port Authority") == ["delegation"]
    assert named("the port of Belhaven") == ["belhaven"]
    (mention,) = names.mentions("the Belhaven Port Authority today")
    assert (mention.start, mention.end) == (1, 4)


def test_mentions_stand_in_the_order_of_the_words(named):
    assert named("the Homeward Bond, the Nordic Fund and the Lantern Fellowship") == [
        "homeward-bond",
        "nordic-fund",
        "lantern-fellowship",
    ]


def test_the_profiles_own_text_is_read_letter_by_letter(names):
    assert names.exact_mentions("the Homewrad Bond") == []
    assert [m.entity.id for m in names.exact_mentions("the Nordic Fund")] == ["tavoria/nordic-fund"]


def test_an_entity_of_two_languages_counts_once(names):
    assert [e.id for e in names.of_kind("programme")] == [
        "tavoria/lantern-fellowship",
        "tavoria/homeward-bond",
    ]
    assert names.ids_of_kind("policy") == {"tavoria/far-shore-charter"}
    assert names.of_kind("event") == []
    assert names.ids_of_kind("event") == frozenset()


def test_the_country_of_the_profile_is_not_a_topic_of_its_own(names):
    assert not names.specific(by_id(names, "place", "tavoria-country"))
    assert names.specific(by_id(names, "programme", "homeward-bond"))


def test_an_entity_of_common_words_that_few_passages_name_is_a_topic(tavoria, tavoria_index):
    """Its words stand in most passages, its name in one."""
    forum = Entity(
        id="forum", kind="event", names={"en": "Diaspora Forum"}, passage="tavoria/obstacles#1"
    )
    profiles = [p.model_copy(update={"entities": (*p.entities, forum)}) for p in tavoria]
    vocabularies = {code: Vocabulary(tavoria_index.lexica[code]) for code in ("en", "fr")}
    assert EntityNames(profiles, vocabularies).specific(forum)


def test_a_short_name_at_the_end_ends_there_though_a_longer_one_begins_like_it(names):
    assert [(m.entity.id, m.start, m.end) for m in names.mentions("Who runs Belhaven?")] == [
        ("belhaven", 2, 3)
    ]


def test_passages_know_the_entities_that_they_introduce(names):
    assert [e.id for e in names.introduced("tavoria/lantern#1")] == [
        "tavoria/lantern-fellowship",
        "tavoria/nordic-fund",
    ]
    assert names.introduced("tavoria/obstacles#1") == ()


def test_bodies_are_those_who_can_act(names):
    assert {"tavoria/overseas-ties", "tavoria/nordic-fund", "delegation"} <= names.bodies
    assert not {"tavoria/far-shore-charter", "belhaven", "tavoria/homeward-bond"} & names.bodies


def test_nothing_names_nothing(named):
    assert named("") == []
    assert named("?!") == []


def test_an_acronym_is_used_where_the_texts_of_the_language_write_it(tavoria, tavoria_index):
    """LANTERN stands in no text: "Lantern" and "Lanterne" are only words like it."""
    passage = tavoria[0].passages[0]
    told = passage.model_copy(update={"text": "The FSSU helps."})
    section = tavoria[0].sections[0].model_copy(update={"passages": (told,)})
    english = tavoria[0].model_copy(update={"sections": (section, *tavoria[0].sections[1:])})
    vocabularies = {code: Vocabulary(tavoria_index.lexica[code]) for code in ("en", "fr")}
    names = EntityNames([english, tavoria[1]], vocabularies)
    fellowship = by_id(names, "programme", "lantern-fellowship")
    union = by_id(names, "organisation", "students-union")
    assert names.short(fellowship, "en") == "Lantern Fellowship"
    assert names.short(fellowship, "fr") == "Bourse Lanterne"
    assert names.short(union, "en") == "FSSU"
    assert names.short(union, "fr") == "Union des étudiants de l'autre rive"
