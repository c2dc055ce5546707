"""The template: intrinsic functions, parameters, and what is wrong with a broken one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from infra.local.errors import LocalError
from infra.local.intrinsics import IntrinsicRefused, Scope, UnknownReference
from infra.local.template import Template, TemplateRefused

ENDPOINT = "http://127.0.0.1:5000"


def _attribute(logical_id: str, name: str | None) -> str:
    if logical_id == "Gone":
        raise UnknownReference("Gone is neither a parameter nor a resource of the template")
    return f"{logical_id}/{name}"


@pytest.fixture
def scope() -> Scope:
    conditions = {
        "Yes": {"Fn::Equals": [{"Ref": "Stage"}, "test"]},
        "No": {"Fn::Not": [{"Condition": "Yes"}]},
        "Both": {"Fn::And": [{"Condition": "Yes"}, {"Condition": "No"}]},
        "Either": {"Fn::Or": [{"Condition": "Yes"}, {"Condition": "No"}]},
    }
    return Scope({"Stage": "test", "AWS::Region": "us-east-1", "Size": "5"}, conditions, _attribute)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "Stage"}, "test"),
        ({"Ref": "Queue"}, "Queue/None"),
        ({"Fn::GetAtt": ["Queue", "Arn"]}, "Queue/Arn"),
        ({"Fn::GetAtt": "Queue.Arn"}, "Queue/Arn"),
        ({"Fn::GetAtt": "Nested.Outputs.Url"}, "Nested/Outputs.Url"),
        ({"Fn::Sub": "${Stage}-${AWS::Region}-${Queue.Arn}-${!Literal}"}, "test-us-east-1-Queue/Arn-${Literal}"),
        ({"Fn::Sub": ["${a}/${Stage}", {"a": {"Ref": "Size"}}]}, "5/test"),
        ({"Fn::Join": [":", ["a", {"Ref": "Stage"}]]}, "a:test"),
        ({"Fn::Select": ["1", {"Fn::Split": [",", "a,b"]}]}, "b"),
        ({"Fn::If": ["Yes", "on", {"Ref": "Gone"}]}, "on"),
        ({"Fn::If": ["No", {"Ref": "Gone"}, "off"]}, "off"),
        ({"Fn::If": ["Both", 1, 0]}, 0),
        ({"Fn::If": ["Either", 1, 0]}, 1),
        ({"Fn::Equals": [{"Ref": "Size"}, 5]}, True),
        ({"a": {"Ref": "AWS::NoValue"}, "b": [1, {"Ref": "AWS::NoValue"}]}, {"b": [1]}),
        ({"Statement": [{"Condition": {"Bool": {"x": "y"}}}]}, {"Statement": [{"Condition": {"Bool": {"x": "y"}}}]}),
    ],
)
def test_an_intrinsic_function_gives_its_value(scope: Scope, value: Any, expected: Any) -> None:
    assert scope.resolve(value, "Thing.Name") == expected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"Fn::ImportValue": "x"}, "Fn::ImportValue is not known on the laptop"),
        ({"deep": [{"Ref": "Gone"}]}, r"Thing.Name.deep\[0\]: Gone is neither a parameter nor a resource"),
        ({"Fn::Sub": "${Gone.Arn}"}, "Gone is neither"),
        ({"Fn::If": ["Nowhere", 1, 2]}, "the template has no condition Nowhere"),
        ({"Fn::If": ["Yes"]}, "not used as CloudFormation defines it"),
        ({"Fn::Select": [7, ["a"]]}, "not used as CloudFormation defines it"),
        ({"Fn::Join": "text"}, "not used as CloudFormation defines it"),
    ],
)
def test_what_cannot_be_resolved_is_named_with_its_resource_and_property(scope: Scope, value: Any, reason: str) -> None:
    with pytest.raises(IntrinsicRefused, match=reason) as caught:
        scope.resolve(value, "Thing.Name")
    assert str(caught.value).startswith("Thing.Name")
    assert "\n" not in str(caught.value)


TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Parameters:
  Engine: {Type: String, Default: ""}
  Level: {Type: String, Default: INFO, AllowedValues: [INFO, DEBUG]}
Conditions:
  OwnEngine: !Equals [!Ref Engine, ""]
Globals:
  Function: {CodeUri: code, Runtime: python3.13}
Resources:
  Domain: {Type: AWS::OpenSearchService::Domain, Condition: OwnEngine}
  Queue: {Type: AWS::SQS::Queue}
  Named: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "${Level}-bucket"}}
  Work:
    Type: AWS::Serverless::Function
    Properties:
      Handler: work.handler
      Environment:
        Variables:
          ENGINE: !If [OwnEngine, !GetAtt Domain.DomainEndpoint, !Ref Engine]
          QUEUE: !Ref Queue
          BUCKET: !Ref Named
          LEVEL: !Ref Level
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "code").mkdir()
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE)
    return path


def test_resources_have_the_values_that_the_template_gives_them(path: Path) -> None:
    template = Template(path, {"Engine": "http://engine", "Level": "DEBUG"}, ENDPOINT)

    [function] = template.of_type("AWS::Lambda::Function")
    assert function.get("Environment")["Variables"] == {
        "ENGINE": "http://engine",
        "QUEUE": f"{ENDPOINT}/123456789012/newswire-Queue",
        "BUCKET": "DEBUG-bucket",
        "LEVEL": "DEBUG",
    }
    assert function.get("Timeout", 3) == 3
    assert template.code_folders == {"Work": path.parent / "code"}


def test_a_resource_whose_condition_does_not_hold_is_not_there(path: Path) -> None:
    assert "Domain" in Template(path, {}, ENDPOINT).resources
    assert "Domain" not in Template(path, {"Engine": "x"}, ENDPOINT).resources


def test_a_reference_to_such_a_resource_says_why(path: Path) -> None:
    path.write_text(TEMPLATE.replace("QUEUE: !Ref Queue", "QUEUE: !GetAtt Domain.Arn"))
    [function] = Template(path, {"Engine": "x"}, ENDPOINT).of_type("AWS::Lambda::Function")
    with pytest.raises(
        IntrinsicRefused, match="Work.Environment.Variables.QUEUE: Domain does not exist, its condition"
    ):
        function.get("Environment")


def test_what_only_aws_has_is_an_error_where_it_is_used(path: Path) -> None:
    [function] = Template(path, {}, ENDPOINT).of_type("AWS::Lambda::Function")
    with pytest.raises(IntrinsicRefused, match="Work.Environment.Variables.ENGINE: Domain .* on the laptop"):
        function.get("Environment")


def test_the_users_own_aws_profile_does_not_matter(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    assert Template(path, {}, ENDPOINT).of_type("AWS::SQS::Queue")


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"Engin": "x"}, "no parameter Engin; its parameters are Engine, Level"),
        ({"Level": "LOUD"}, "parameter Level cannot be 'LOUD'; it can be 'INFO', 'DEBUG'"),
    ],
)
def test_a_wrong_parameter_is_refused(path: Path, parameters: dict[str, str], reason: str) -> None:
    with pytest.raises(TemplateRefused, match=reason):
        Template(path, parameters, ENDPOINT)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a: [", "is not YAML"),
        ("\x00", "is not YAML"),
        ("", "is not a template: it has no Resources"),
        ("- 1", "is not a template"),
        (TEMPLATE.replace('Default: ""', "Description: x"), "parameter Engine of .* has no default"),
        (TEMPLATE.replace("CodeUri: code", "CodeUri: nowhere"), "Work.CodeUri is 'nowhere': it must name a folder"),
        (TEMPLATE.replace("CodeUri: code,", ""), "Work.CodeUri is None"),
        (TEMPLATE.replace("Handler: work.handler", "Nonsense: 1"), "is not a valid SAM template: .*Nonsense"),
    ],
)
def test_a_broken_template_is_refused_in_one_line(path: Path, source: str, reason: str) -> None:
    path.write_text(source)
    with pytest.raises(TemplateRefused, match=reason) as caught:
        Template(path, {}, ENDPOINT)
    assert "\n" not in str(caught.value)


def test_a_missing_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="cannot read the template .*No such file"):
        Template(tmp_path / "none.yaml", {}, ENDPOINT)
