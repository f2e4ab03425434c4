//! Adjacency in flat vectors, sets of nodes, and the sweeps over them.

/// The place of a revision in the graph's list, which is sorted by id.
pub(super) type Node = usize;

/// For every node the nodes its edges lead to, each once.
#[derive(Clone, Debug)]
pub(super) struct Edges {
    /// Where the edges of a node start in `ends`; one entry more than there are nodes.
    starts: Vec<usize>,
    ends: Vec<Node>,
}

impl Edges {
    pub(super) fn new() -> Self {
        Self { starts: vec![0], ends: Vec::new() }
    }

    /// Gives the next node its edges.
    pub(super) fn push(&mut self, ends: &[Node]) {
        self.ends.extend(ends);
        self.starts.push(self.ends.len());
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn of(&self, node: Node) -> &[Node] {
        &self.ends[self.starts[node]..self.starts[node + 1]]
    }

    /// The same edges the other way, sorted.
    pub(super) fn reversed(&self) -> Self {
        let mut starts = vec![0; self.starts.len()];
        for &end in &self.ends {
            starts[end + 1] += 1;
        }
        for node in 0..self.len() {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut ends = vec![0; self.ends.len()];
        for node in 0..self.len() {
            for &end in self.of(node) {
                ends[next[end]] = node;
                next[end] += 1;
            }
        }
        Self { starts, ends }
    }

    /// The given nodes and all that can be reached from them.
    pub(super) fn reach(&self, from: impl IntoIterator<Item = Node>) -> NodeSet {
        let mut reached = NodeSet::none(self.len());
        let mut pending: Vec<Node> = from.into_iter().collect();
        while let Some(node) = pending.pop() {
            if reached.insert(node) {
                pending.extend(self.of(node));
            }
        }
        reached
    }

    /// Those of the given nodes that cannot be reached from another of them.
    pub(super) fn unreached(&self, mut nodes: Vec<Node>) -> Vec<Node> {
        let below = self.reach(nodes.iter().flat_map(|&node| self.of(node)).copied());
        nodes.retain(|&node| !below.contains(node));
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }
}

/// A set of nodes, one flag for each node of the graph.
#[derive(Clone, Debug)]
pub(super) struct NodeSet(Vec<bool>);

impl NodeSet {
    pub(super) fn none(len: usize) -> Self {
        Self(vec![false; len])
    }

    /// Adds a node; false if it was there.
    pub(super) fn insert(&mut self, node: Node) -> bool {
        !std::mem::replace(&mut self.0[node], true)
    }

    pub(super) fn contains(&self, node: Node) -> bool {
        self.0[node]
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.0.contains(&true)
    }

    /// The nodes of the set, in ascending order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Node> {
        self.0.iter().enumerate().filter_map(|(node, &held)| held.then_some(node))
    }

    pub(super) fn union(mut self, other: &Self) -> Self {
        for (held, &also) in self.0.iter_mut().zip(&other.0) {
            *held |= also;
        }
        self
    }

    pub(super) fn intersection(mut self, other: &Self) -> Self {
        for (held, &also) in self.0.iter_mut().zip(&other.0) {
            *held &= also;
        }
        self
    }
}
