//! Whether a text is JSON (<https://www.rfc-editor.org/rfc/rfc8259>).

/// Where the text stops to be JSON, in bytes. What is nested deeper than anyone writes is left to the
/// database.
pub(super) fn fault(text: &str) -> Option<usize> {
    let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
    let read = reader.value(0).and_then(|()| {
        reader.space();
        if reader.at == reader.bytes.len() { Ok(()) } else { Err(Stop::Fault) }
    });
    match read {
        Err(Stop::Fault) => Some(reader.at),
        Ok(()) | Err(Stop::TooDeep) => None,
    }
}

enum Stop {
    Fault,
    TooDeep,
}

const DEEPEST: u32 = 200;

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), Stop> {
        if self.take(byte) { Ok(()) } else { Err(Stop::Fault) }
    }

    fn value(&mut self, depth: u32) -> Result<(), Stop> {
        if depth > DEEPEST {
            return Err(Stop::TooDeep);
        }
        self.space();
        match self.peek() {
            Some(b'{') => self.list(b'}', |reader| {
                reader.space();
                reader.string()?;
                reader.space();
                reader.expect(b':')?;
                reader.value(depth + 1)
            }),
            Some(b'[') => self.list(b']', |reader| reader.value(depth + 1)),
            Some(b'"') => self.string(),
            Some(b't') => self.word(b"true"),
            Some(b'f') => self.word(b"false"),
            Some(b'n') => self.word(b"null"),
            _ => self.number(),
        }
    }

    fn list(
        &mut self,
        end: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        self.at += 1;
        self.space();
        if self.take(end) {
            return Ok(());
        }
        loop {
            item(self)?;
            self.space();
            if !self.take(b',') {
                return self.expect(end);
            }
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Stop> {
        word.iter().try_for_each(|byte| self.expect(*byte))
    }

    fn string(&mut self) -> Result<(), Stop> {
        self.expect(b'"')?;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    self.escape()?;
                }
                Some(0x20..) => self.at += 1,
                Some(_) | None => return Err(Stop::Fault),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Stop> {
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                        return Err(Stop::Fault);
                    }
                    self.at += 1;
                }
            }
            Some(_) | None => return Err(Stop::Fault),
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Stop> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(Stop::Fault) }
    }

    fn number(&mut self) -> Result<(), Stop> {
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'-') || self.take(b'+');
            self.digits()?;
        }
        Ok(())
    }
}
