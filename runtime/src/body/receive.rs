//! Receives a body into memory, up to a limit.

use bytes::{Bytes, BytesMut};

use crate::http::transport::{Body, Fault};

/// Receives a body.
///
/// # Errors
///
/// Fails with the transport's fault if the body is incomplete. Fails with `None` if the body is larger than the limit.
pub(crate) async fn receive(body: &mut Body, limit: u64) -> Result<Bytes, Option<Fault>> {
    let stated = body.length().unwrap_or_default();
    if stated > limit {
        return Err(None);
    }
    if let Some(bytes) = body.take_whole() {
        return Ok(bytes);
    }
    let mut whole = Whole::default();
    while let Some(piece) = body.piece().await? {
        if whole.length().saturating_add(piece.len()) as u64 > limit {
            return Err(None);
        }
        whole.push(piece, stated);
    }
    Ok(whole.into_bytes())
}

/// A received body. Usually there is a single chunk, which is not copied.
#[derive(Default)]
struct Whole {
    first: Bytes,
    all: Option<BytesMut>,
}

impl Whole {
    fn push(&mut self, piece: Bytes, stated: u64) {
        if let Some(all) = &mut self.all {
            all.extend_from_slice(&piece);
        } else if self.first.is_empty() {
            self.first = piece;
        } else {
            let so_far = self.first.len() + piece.len();
            /// The maximum capacity that is allocated because of `Content-Length` alone.
            const BELIEVED: u64 = 1 << 20;
            let stated = usize::try_from(stated.min(BELIEVED)).unwrap_or_default();
            let mut all = BytesMut::with_capacity(stated.max(2 * so_far));
            all.extend_from_slice(&self.first);
            all.extend_from_slice(&piece);
            self.all = Some(all);
        }
    }

    fn length(&self) -> usize {
        self.all.as_ref().map_or(self.first.len(), BytesMut::len)
    }

    fn into_bytes(self) -> Bytes {
        self.all.map_or(self.first, BytesMut::freeze)
    }
}
