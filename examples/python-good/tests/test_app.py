from tides.app import app


def test_an_unknown_path_is_not_found():
    assert app.test_client().get("/nowhere").status_code == 404
