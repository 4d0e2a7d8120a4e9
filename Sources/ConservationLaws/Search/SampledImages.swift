import Diagnostics
import ExactAlgebra

/// Images of a system over several prime fields with points on the constraints, made when first asked for.
final class SampledImages {
    /// One image with its points.
    private struct Image {
        var system: ModularSystem
        var sampler: PointSampler
        var points: [[PrimeField.Element]] = []
        var rates: [[PrimeField.Element]] = []
    }

    private let system: PolynomialSystem
    private let seed: UInt64
    private var images: [Int: Image] = [:]

    init(_ system: PolynomialSystem, seed: UInt64) {
        self.system = system
        self.seed = seed
    }

    /// Conditions over a field at so many points, the symbols different at every point; nil when there are no such points.
    func conditions(fieldIndex: Int, pointCount: Int) -> SampledConditions? {
        if images[fieldIndex] == nil {
            let field = PrimeField(index: fieldIndex)
            guard let image = ModularSystem(system, field: field, symbolPoint: nil),
                let sampler = PointSampler(image, seed: seed &+ 77)
            else { return nil }
            images[fieldIndex] = Image(system: image, sampler: sampler)
        }
        guard var image = images[fieldIndex] else { return nil }
        images[fieldIndex] = nil
        defer { images[fieldIndex] = image }
        while image.points.count < pointCount {
            guard let point = image.sampler.next() else { return nil }
            if point.contains(0) { continue }
            image.points.append(point)
            image.rates.append(image.system.rates(at: point))
        }
        return SampledConditions(field: image.system.field, points: image.points, rates: image.rates)
    }
}
