import Expressions

extension Expression {
    /// Whether the tree has more nodes or levels than allowed, found without recursion and without visiting more.
    func exceeds(nodes: Int, depth: Int) -> Bool {
        var count = 0
        var waiting = [(node: self, level: 1)]
        while let (node, level) = waiting.popLast() {
            count += 1
            if count > nodes || level > depth { return true }
            for child in node.children { waiting.append((child, level + 1)) }
        }
        return false
    }
}
