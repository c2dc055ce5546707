"""The SAM template as CloudFormation takes it, with its code in S3."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

from infra.local.template import TemplateRefused

if TYPE_CHECKING:
    import boto3

TEMPLATE = Path(__file__).parents[1] / "template.yaml"


def translate(code: str, session: boto3.Session, path: Path = TEMPLATE) -> bytes:
    """Return the CloudFormation template, as JSON.

    It is translated here and not by AWS, so that what is deployed is what the tests have looked at, and nobody needs
    the right to run macros. Parameters stay parameters.

    Parameters
    ----------
    code: the address of the package, s3://BUCKET/KEY.
    session: its region decides how names of AWS resources are written.

    Raises TemplateRefused.
    """
    document = yaml_parse(path.read_text("utf-8"))
    functions = [document["Globals"]["Function"]]
    functions += [
        resource["Properties"]
        for resource in document["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function" and "CodeUri" in resource["Properties"]
    ]
    for function in functions:
        function["CodeUri"] = code
    defaults = {name: each["Default"] for name, each in document["Parameters"].items() if "Default" in each}
    translator = Translator({}, Parser(), boto_session=session)
    try:
        # No managed policies: the roles are written out, and the default map asks IAM.
        translated: dict[str, Any] = translator.translate(document, defaults, get_managed_policy_map=dict)
    except InvalidDocumentException as error:
        causes = "; ".join(" ".join(str(cause.message).split()) for cause in error.causes)
        raise TemplateRefused(f"{path} is not a valid SAM template: {causes or error.message}") from error
    finally:
        translator.metrics.publish()  # to nobody; unpublished ones are complained of on the terminal
    return json.dumps(translated, indent=1, sort_keys=True).encode()
