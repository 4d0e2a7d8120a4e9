extension JetAlgebra {
    /// D_t of an expression on solutions of u_t = F.
    ///
    /// - Parameters:
    ///   - value: an expression without derivatives by time beyond the variables of the space.
    ///   - sides: F by variable.
    ///   - directions: the space directions.
    func evolution(of value: Value, sides: [Value], directions: Range<Int>) -> Value {
        var result = Value()
        for (variable, part) in gradient(of: value) {
            if variable == .independent(0) { result = sum(result, part) }
            guard variable.kind == .jet else { continue }
            var side = sides[variable.index]
            for direction in directions {
                for _ in 0..<variable.order(direction) { side = totalDerivative(of: side, direction) }
            }
            result = sum(result, product(part, side))
        }
        return result
    }
}
