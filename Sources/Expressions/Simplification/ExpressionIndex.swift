/// Finds the place of a tree in a growing list: by comparison while the list is short, by hashing afterwards.
struct ExpressionIndex {
    private var keys: [Expression] = []
    private var places: [Expression: Int] = [:]
    private static let longestScan = 12

    /// The place under which the tree was added first, nil if it was not.
    func place(of key: Expression) -> Int? {
        keys.count <= Self.longestScan ? keys.firstIndex(of: key) : places[key]
    }

    /// Adds a tree at the next place.
    mutating func append(_ key: Expression) {
        keys.append(key)
        if keys.count == Self.longestScan + 1 {
            for (place, known) in keys.enumerated() where places[known] == nil { places[known] = place }
        } else if keys.count > Self.longestScan, places[key] == nil {
            places[key] = keys.count - 1
        }
    }
}
