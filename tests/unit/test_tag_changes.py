from __future__ import annotations

from typing import Any

from newswire.tag_changes import TagChanges


def document(**tags: Any) -> dict[str, Any]:
    return {"id": "ena:1", **tags}


def person(name: str) -> dict[str, str]:
    return {"name": name, "evidence": f"title before {name}"}


def test_tags_that_come_and_go_are_counted_by_kind_with_examples() -> None:
    changes = TagChanges()
    changes.add(
        document(
            people=[person("Ann"), person("Bob")], keywords=["storm"], kind={"name": "alert", "evidence": "FLASH"}
        ),
        document(
            people=[person("Bob"), person("Cy")],
            topics=[{"code": "medtop:15000000", "name": "sport", "evidence": "goal"}],
            places=[{"name": "Paris", "geonames_id": 2988507, "evidence": "largest"}],
            quotes=[{"text": "No", "speaker": "Ann", "evidence": "'said'"}],
        ),
    )
    counts = changes.as_dict()
    assert (counts["stories"], counts["changed"]) == (1, 1)
    assert counts["tags"]["people"] == {"added": 1, "removed": 1}
    assert counts["tags"]["kind"] == {"added": 0, "removed": 1}
    assert counts["tags"]["topics"] == counts["tags"]["places"] == counts["tags"]["quotes"]
    lines = "\n".join(changes.as_lines())
    assert "the tags of 1 of 1 stories change" in lines
    assert "+ people Cy (title before Cy) in ena:1" in lines
    assert "- people Ann (title before Ann) in ena:1" in lines
    assert "- keywords storm (no evidence) in ena:1" in lines
    assert "+ places Paris [2988507] (largest) in ena:1" in lines
    assert "+ topics medtop:15000000 sport (goal) in ena:1" in lines
    assert "+ quotes Ann: “No” ('said') in ena:1" in lines


def test_other_evidence_alone_is_no_change() -> None:
    changes = TagChanges()
    changes.add(document(people=[person("Ann")]), document(people=[{"name": "Ann", "evidence": "the model"}]))
    assert (changes.changed, changes.examples) == (0, [])


def test_examples_are_few_and_short() -> None:
    changes = TagChanges()
    for _ in range(20):
        changes.add(document(), document(people=[person("x" * 5000), person("Bob")]))
    assert changes.added["people"] == 40
    assert len(changes.examples) == 5
    assert max(len(example.tag) for example in changes.examples) == 120
