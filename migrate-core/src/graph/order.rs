//! The one order of all revisions: what a revision needs comes first, and a branch is finished
//! before the next is begun.

use super::edges::{Edges, Node};

/// Orders the nodes so that each comes after all it needs, or returns the nodes of one cycle, each
/// needing the next.
///
/// A depth-first walk from the heads that writes a node down when all it needs is written. Its
/// path is a vector, because a chain of 100,000 revisions is deeper than a thread's stack.
pub(super) fn order(needs: &Edges, heads: &[Node]) -> Result<Vec<Node>, Vec<Node>> {
    let mut order = Vec::with_capacity(needs.len());
    let mut seen = vec![Seen::Never; needs.len()];
    let mut path: Vec<(Node, &[Node])> = Vec::new();
    // Without a cycle every node lies below a head; the rest is visited to find the cycle.
    for root in heads.iter().copied().chain(0..needs.len()) {
        if seen[root] != Seen::Never {
            continue;
        }
        seen[root] = Seen::OnPath;
        path.push((root, needs.of(root)));
        while let Some((node, rest)) = path.last_mut() {
            let Some((&next, others)) = rest.split_first() else {
                seen[*node] = Seen::Written;
                order.push(*node);
                path.pop();
                continue;
            };
            *rest = others;
            match seen[next] {
                Seen::Written => {}
                Seen::OnPath => {
                    let path = path.iter().map(|&(node, _)| node);
                    return Err(path.skip_while(|&node| node != next).collect());
                }
                Seen::Never => {
                    seen[next] = Seen::OnPath;
                    path.push((next, needs.of(next)));
                }
            }
        }
    }
    Ok(order)
}

#[derive(Clone, Copy, PartialEq)]
enum Seen {
    Never,
    OnPath,
    Written,
}
