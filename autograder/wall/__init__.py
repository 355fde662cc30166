"""The wall between tests and student code: plain values across it (`wire`), and the names a test sees (`remote`)."""
