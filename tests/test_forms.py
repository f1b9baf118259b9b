"""Thirty invented articles in every form that is read: all of them come out as they went in."""

import importlib
import pkgutil

import corpora
import pytest

FORMS = sorted(module.name for module in pkgutil.iter_modules(corpora.__path__))


@pytest.mark.parametrize("form", FORMS)
def test_thirty_articles_come_out_as_they_went_in(form, tmp_path):
    module = importlib.import_module(f"corpora.{form}")
    wanted = corpora.stories()
    assert len(wanted) == 30
    found = corpora.shares(wanted, corpora.read_files(tmp_path, module.write(wanted)))
    assert found == dict.fromkeys(found, 1.0) | {
        field: share for field, share in found.items() if field in module.LACKS
    }
