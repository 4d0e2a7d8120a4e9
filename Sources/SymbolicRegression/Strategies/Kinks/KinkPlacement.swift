import Expressions

/// Finds where a kink or a jump lies between two neighbours on a grid, and the simplest number for the place.
struct KinkPlacement {
    let model: KinkModel
    /// Kinks that stay where they are.
    let others: [KinkModel.Kink]
    /// Rows that the description is for.
    let trainingRows: Int

    private static let pointsOfZoom = 16
    private static let phases = 12

    /// The kink at its best place in the window, and the bits of the residuals and of the place.
    func best(_ kink: KinkModel.Kink, from low: Double, to high: Double) -> (kink: KinkModel.Kink, bits: Double) {
        let place =
            switch kink.family {
            case .jump: jump(kink, low, high)
            case .kink:
                KinkFamily.Place(
                    number: GoldenSection.minimum(of: { share(kink, .init(number: $0)) }, from: low, to: high))
            case .stairs: stairs(kink, low, high)
            }
        return simplest(kink, near: place)
    }

    private func share(_ kink: KinkModel.Kink, _ place: KinkFamily.Place) -> Double {
        model.share(others + [moved(kink, to: place)])
    }

    private func moved(_ kink: KinkModel.Kink, to place: KinkFamily.Place) -> KinkModel.Kink {
        var result = kink
        result.place = place
        return result
    }

    /// The middle of the best gap between neighbouring values, by ever narrower looks.
    private func jump(_ kink: KinkModel.Kink, _ low: Double, _ high: Double) -> KinkFamily.Place {
        let values = Set(kink.quantity.values).sorted()
        let gaps = zip(values, values.dropFirst()).map { ($0 + $1) / 2 }
        var window = gaps.indices.filter { gaps[$0] >= low && gaps[$0] <= high }
        guard !window.isEmpty else { return kink.place }
        while true {
            let step = max(1, window.count / Self.pointsOfZoom)
            let looks = stride(from: 0, to: window.count, by: step).map {
                ($0, share(kink, .init(number: gaps[window[$0]])))
            }
            let best = looks.min { $0.1 < $1.1 }?.0 ?? 0
            if step == 1 { return .init(number: gaps[window[best]]) }
            window = Array(window[max(0, best - step)...min(window.count - 1, best + step)])
        }
    }

    /// Length and beginning of the steps: every beginning first, then both in turn.
    private func stairs(_ kink: KinkModel.Kink, _ low: Double, _ high: Double) -> KinkFamily.Place {
        let period = kink.place.number
        if kink.quantity.isWhole {
            let offsets = (0..<Int(period)).prefix(64).map(Double.init)
            return offsets.map { KinkFamily.Place(number: period, offset: $0) }.min {
                share(kink, $0) < share(kink, $1)
            } ?? kink.place
        }
        let periods = (0...8).map { low + (high - low) * Double($0) / 8 }.filter { $0 > 0 }
        let places = periods.flatMap { length in
            (0..<Self.phases).map {
                KinkFamily.Place(number: length, offset: length * Double($0) / Double(Self.phases))
            }
        }
        var best = places.map { ($0, share(kink, $0)) }.min { $0.1 < $1.1 }?.0 ?? kink.place
        var reach = (high - low) / 8
        for _ in 0..<3 {
            best.number = GoldenSection.minimum(
                of: { share(kink, .init(number: $0, offset: best.offset)) }, from: best.number - reach,
                to: best.number + reach)
            let shift = best.number / Double(Self.phases)
            best.offset = GoldenSection.minimum(
                of: { share(kink, .init(number: best.number, offset: $0)) }, from: best.offset - shift,
                to: best.offset + shift)
            reach /= 4
        }
        return best
    }

    /// The shortest description over ever rounder numbers near a place.
    private func simplest(_ kink: KinkModel.Kink, near place: KinkFamily.Place) -> (kink: KinkModel.Kink, bits: Double)
    {
        let values = kink.quantity.values
        let range = (values.max() ?? 0) - (values.min() ?? 0)
        var places: [KinkFamily.Place] = []
        for tolerance in Self.tolerances {
            let slack = tolerance * (kink.family == .stairs ? place.number : range)
            var numbers = [DecimalRounding.shortest(place.number, tolerance: slack)]
            if abs(place.number) <= slack, kink.family != .stairs { numbers.append(0) }
            if kink.family == .stairs {
                numbers.append(1 / DecimalRounding.shortest(1 / place.number, tolerance: tolerance / place.number))
            }
            for number in numbers where number.isFinite {
                let offset = DecimalRounding.shortest(place.offset, tolerance: slack)
                places += [KinkFamily.Place(number: number, offset: offset), KinkFamily.Place(number: number)]
            }
        }
        let judged = Array(Set(places)).sorted { ($0.number, $0.offset) < ($1.number, $1.offset) }.map { place in
            (moved(kink, to: place), bits(kink, place))
        }
        return judged.min { $0.1 < $1.1 } ?? (moved(kink, to: place), bits(kink, place))
    }

    private static let tolerances = (2...18).map { Elementary.pow(10, -Double($0) / 2) }

    private func bits(_ kink: KinkModel.Kink, _ place: KinkFamily.Place) -> Double {
        let residual = 0.5 * Double(trainingRows) * Elementary.log2(share(kink, place))
        let number = min(DescriptionLength.digitBits(place.number), DescriptionLength.digitBits(1 / place.number))
        return residual + (place.number == 0 ? 0 : number)
            + (place.offset == 0 ? 0 : DescriptionLength.digitBits(place.offset))
    }
}
