import Expressions
import NumericKernel

/// A right-hand side made of monomials and shapes, each function of a shape times monomials.
struct ShapeModel: Sendable {
    /// A function that counts linearly.
    struct Term: Hashable, Sendable {
        /// Position of the shape; nil for a monomial alone.
        var shape: Int?
        /// Which of the functions of the shape.
        var component = 0
        /// Columns whose product multiplies it, repeated for powers.
        var factor: [Int]
    }

    var shapes: [Shape]
    var terms: [Term]

    /// The rows of all terms.
    func matrix(_ rows: ShapeRows) -> [[Double]] {
        let values = shapes.map { $0.components(rows.columns) }
        return terms.map { term in
            var column =
                term.shape.map { values[$0][term.component] }
                ?? [Double](repeating: 1, count: rows.columns.first?.count ?? 0)
            for index in term.factor {
                let other = rows.columns[index]
                for row in column.indices { column[row] *= other[row] }
            }
            return rows.rows(of: column)
        }
    }

    /// The least-squares coefficients of the terms and what they leave; nil where something is not finite.
    func fitted(_ rows: ShapeRows) -> (coefficients: [Double], residual: Double)? {
        let columns = matrix(rows)
        guard columns.allSatisfy({ $0.allSatisfy(\.isFinite) }),
            let search = try? SubsetSearch(columns: columns, side: rows.side)
        else { return nil }
        let fit = search.fit(Array(terms.indices), withGains: false)
        return (search.coefficients(of: fit), fit.residual.squareRoot())
    }

    /// The parameters that least squares can refine, by shape and place.
    private var freeParameters: [(shape: Int, place: Int)] {
        shapes.indices.flatMap { shape in
            shapes[shape].parameters.indices.filter { !shapes[shape].coarseParameters.contains($0) }.map {
                (shape, $0)
            }
        }
    }

    /// The model with its parameters refined together, and their standard errors by shape.
    ///
    /// The coefficients are eliminated: the residuals are those of the best linear fit.
    func refined(_ rows: ShapeRows, iterations: Int = 60) -> (model: ShapeModel, errors: [[Double]], residual: Double)?
    {
        let free = freeParameters
        let length = Complement.dot(rows.side, rows.side).squareRoot()
        guard length > 0 else { return nil }
        let fixed = terms.filter { $0.shape == nil }
        var base = Complement()
        for column in ShapeModel(shapes: [], terms: fixed).matrix(rows) { base.add(column) }
        let side = base.remainder(of: rows.side)
        let moving = ShapeModel(shapes: shapes, terms: terms.filter { $0.shape != nil })
        func residuals(_ values: UnsafeBufferPointer<Double>) -> [Double]? {
            var model = moving
            for (index, place) in free.enumerated() {
                model.shapes[place.shape].parameters[place.place] = values[index]
            }
            var space = base
            let known = space.basis.count
            for column in model.matrix(rows) {
                guard column.allSatisfy(\.isFinite) else { return nil }
                space.add(column)
            }
            var rest = side
            for _ in 0..<2 {
                for vector in space.basis[known...] {
                    let product = Complement.dot(vector, rest)
                    for row in rest.indices { rest[row] -= product * vector[row] }
                }
            }
            return rest
        }
        var result = self
        var errors = shapes.map { $0.parameters.map { _ in 0.0 } }
        if !free.isEmpty {
            let start = free.map { shapes[$0.shape].parameters[$0.place] }
            guard
                let fit = try? LevenbergMarquardt(maximumIterations: iterations).fit(
                    residualCount: rows.count, start: start,
                    residuals: { values, output in
                        guard let rest = residuals(values) else { return false }
                        for row in rest.indices { output[row] = rest[row] / length }
                        return true
                    })
            else { return nil }
            for (index, place) in free.enumerated() {
                result.shapes[place.shape].parameters[place.place] = fit.parameters[index]
                errors[place.shape][place.place] = fit.standardErrors[index]
            }
        }
        guard let fit = result.fitted(rows) else { return nil }
        return (result, errors, fit.residual / length)
    }
}
