"""One QML file a page, and beside it the function that turns the journey's values into what that file shows."""
