import Expressions

/// The unit symbols that are known.
enum UnitTable {
    /// A symbol's meaning.
    struct Entry: Sendable {
        var dimension: PhysicalDimension
        var scale: Double
        /// Whether SI prefixes may stand before it.
        var takesPrefixes: Bool
        var hasOffset = false
    }

    /// The meaning of a symbol with or without an SI prefix, nil for an unknown one.
    static func meaning(of symbol: String) -> Entry? {
        if let entry = entries[symbol] { return entry }
        for (prefix, factor) in prefixes where symbol.hasPrefix(prefix) {
            let rest = String(symbol.dropFirst(prefix.count))
            if var entry = entries[rest], entry.takesPrefixes, prefix.count == 1 || prefix == "da" || rest.count > 2 {
                entry.scale *= factor
                return entry
            }
        }
        return nil
    }

    /// All symbols without prefixes, in a fixed order, for suggestions.
    static let symbols: [String] = definitions.flatMap { $0.symbols }

    /// Prefixes with their factors; long ones first.
    private static let prefixes: [(String, Double)] = [
        ("quecto", 1e-30), ("ronto", 1e-27), ("yocto", 1e-24), ("zepto", 1e-21), ("femto", 1e-15), ("micro", 1e-6),
        ("milli", 1e-3), ("centi", 1e-2), ("hecto", 1e2), ("yotta", 1e24), ("zetta", 1e21), ("atto", 1e-18),
        ("pico", 1e-12), ("nano", 1e-9), ("deci", 1e-1), ("deca", 1e1), ("kilo", 1e3), ("mega", 1e6), ("giga", 1e9),
        ("tera", 1e12), ("peta", 1e15), ("exa", 1e18), ("da", 1e1), ("q", 1e-30), ("r", 1e-27), ("y", 1e-24),
        ("z", 1e-21), ("a", 1e-18), ("f", 1e-15), ("p", 1e-12), ("n", 1e-9), ("µ", 1e-6), ("μ", 1e-6), ("u", 1e-6),
        ("m", 1e-3), ("c", 1e-2), ("d", 1e-1), ("h", 1e2), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12),
        ("P", 1e15), ("E", 1e18), ("Z", 1e21), ("Y", 1e24), ("R", 1e27), ("Q", 1e30),
    ]

    private struct Definition {
        var symbols: [String]
        var exponents: [Int]
        var scale: Double
        var takesPrefixes: Bool
        var hasOffset = false
    }

    /// Exponents are those of metre, kilogram, second, ampere, kelvin, mole, candela.
    private static func unit(
        _ symbols: String, _ exponents: [Int], _ scale: Double = 1, prefixes: Bool = false, offset: Bool = false
    ) -> Definition {
        Definition(
            symbols: symbols.split(separator: " ").map(String.init), exponents: exponents, scale: scale,
            takesPrefixes: prefixes, hasOffset: offset)
    }

    private static let degree = 0.017453292519943295
    private static let year = 31_557_600.0
    private static let parsec = 3.0856775814913673e16

    private static let definitions: [Definition] = [
        // The base units; the gram carries the prefixes.
        unit("m meter meters metre metres", [1], prefixes: true),
        unit("g gram grams", [0, 1], 1e-3, prefixes: true),
        unit("s sec second seconds", [0, 0, 1], prefixes: true),
        unit("A amp ampere amperes", [0, 0, 0, 1], prefixes: true),
        unit("K kelvin kelvins", [0, 0, 0, 0, 1], prefixes: true),
        unit("mol mole moles", [0, 0, 0, 0, 0, 1], prefixes: true),
        unit("cd candela", [0, 0, 0, 0, 0, 0, 1], prefixes: true),
        // Derived units of the SI with names.
        unit("Hz hertz", [0, 0, -1], prefixes: true), unit("N newton newtons", [1, 1, -2], prefixes: true),
        unit("Pa pascal pascals", [-1, 1, -2], prefixes: true), unit("J joule joules", [2, 1, -2], prefixes: true),
        unit("W watt watts", [2, 1, -3], prefixes: true), unit("C coulomb coulombs", [0, 0, 1, 1], prefixes: true),
        unit("V volt volts", [2, 1, -3, -1], prefixes: true), unit("F farad", [-2, -1, 4, 2], prefixes: true),
        unit("ohm ohms Ω Ω Ohm", [2, 1, -3, -2], prefixes: true), unit("S siemens", [-2, -1, 3, 2], prefixes: true),
        unit("Wb weber", [2, 1, -2, -1], prefixes: true), unit("T tesla", [0, 1, -2, -1], prefixes: true),
        unit("H henry", [2, 1, -2, -2], prefixes: true), unit("lm lumen", [0, 0, 0, 0, 0, 0, 1], prefixes: true),
        unit("lx lux", [-2, 0, 0, 0, 0, 0, 1], prefixes: true), unit("Bq becquerel", [0, 0, -1], prefixes: true),
        unit("Gy gray", [2, 0, -2], prefixes: true), unit("Sv sievert", [2, 0, -2], prefixes: true),
        unit("kat katal", [0, 0, -1, 0, 0, 1], prefixes: true),
        // Angles and other numbers.
        unit("rad radian radians", [], prefixes: true), unit("sr steradian", []),
        unit("deg degree degrees °", [], degree), unit("arcmin ′", [], degree / 60),
        unit("arcsec ″", [], degree / 3600), unit("mas", [], degree / 3.6e6), unit("rev turn turns", [], 360 * degree),
        unit("% percent", [], 1e-2), unit("‰", [], 1e-3), unit("ppm", [], 1e-6), unit("ppb", [], 1e-9),
        unit("count counts cts", []), unit("mag", []), unit("dex", []),
        // Times.
        unit("min minute minutes", [0, 0, 1], 60), unit("h hr hour hours", [0, 0, 1], 3600),
        unit("d day days", [0, 0, 1], 86400), unit("week weeks", [0, 0, 1], 604_800),
        unit("yr year years annum", [0, 0, 1], year, prefixes: true), unit("rpm", [0, 0, -1], 6 * degree),
        // Lengths, areas, volumes.
        unit("Å angstrom Angstrom Å", [1], 1e-10), unit("AU au ua", [1], 149_597_870_700),
        unit("ly lightyear", [1], 9_460_730_472_580_800, prefixes: true),
        unit("pc parsec", [1], parsec, prefixes: true),
        unit("Rsun R_sun", [1], 6.957e8), unit("in inch inches", [1], 0.0254), unit("ft foot feet", [1], 0.3048),
        unit("yd yard yards", [1], 0.9144), unit("mi mile miles", [1], 1609.344), unit("nmi", [1], 1852),
        unit("ha hectare", [2], 1e4), unit("barn", [2], 1e-28, prefixes: true),
        unit("L l liter liters litre litres", [3], 1e-3, prefixes: true),
        unit("gal gallon gallons", [3], 0.003785411784),
        unit("mph", [1, 0, -1], 0.44704), unit("kn knot knots", [1, 0, -1], 1852 / 3600.0),
        unit("Gal", [1, 0, -2], 1e-2, prefixes: true),
        // Masses.
        unit("t tonne tonnes", [0, 1], 1e3, prefixes: true), unit("u Da amu dalton", [0, 1], 1.66053906892e-27),
        unit("kDa", [0, 1], 1.66053906892e-24), unit("MDa", [0, 1], 1.66053906892e-21),
        unit("lb lbs pound pounds", [0, 1], 0.45359237), unit("oz ounce ounces", [0, 1], 0.028349523125),
        unit("Msun M_sun M☉ M⊙", [0, 1], 1.98841e30),
        // Forces, pressures, energies, powers.
        unit("dyn", [1, 1, -2], 1e-5), unit("lbf", [1, 1, -2], 4.4482216152605), unit("kgf", [1, 1, -2], 9.80665),
        unit("bar", [-1, 1, -2], 1e5, prefixes: true), unit("atm", [-1, 1, -2], 101_325),
        unit("Torr torr", [-1, 1, -2], 101_325 / 760.0, prefixes: true),
        unit("mmHg", [-1, 1, -2], 133.322387415), unit("inHg", [-1, 1, -2], 3386.388640341),
        unit("psi", [-1, 1, -2], 6894.757293168361),
        unit("eV", [2, 1, -2], 1.602176634e-19, prefixes: true), unit("erg ergs", [2, 1, -2], 1e-7),
        unit("cal calorie calories", [2, 1, -2], 4.184, prefixes: true), unit("BTU Btu", [2, 1, -2], 1055.05585262),
        unit("Wh", [2, 1, -2], 3600, prefixes: true), unit("hartree Hartree", [2, 1, -2], 4.3597447222060e-18),
        unit("hp", [2, 1, -3], 745.6998715822702), unit("Lsun L_sun", [2, 1, -3], 3.828e26),
        // Electricity and magnetism.
        unit("Ah", [0, 0, 1, 1], 3600, prefixes: true), unit("G gauss Gauss", [0, 1, -2, -1], 1e-4, prefixes: true),
        unit("Oe", [-1, 0, 0, 1], 79.57747154594767), unit("D debye Debye", [1, 0, 1, 1], 3.33564095198152e-30),
        unit("Jy", [0, 1, -2], 1e-26, prefixes: true),
        // Chemistry, radiation, viscosity.
        unit("M molar", [-3, 0, 0, 0, 0, 1], 1e3, prefixes: true), unit("Ci", [0, 0, -1], 3.7e10, prefixes: true),
        unit("P poise", [-1, 1, -1], 0.1, prefixes: true), unit("St stokes", [2, 0, -1], 1e-4, prefixes: true),
        // Temperatures whose zero is not absolute zero.
        unit("degC °C ℃ celsius Celsius", [0, 0, 0, 0, 1], 1, offset: true),
        unit("degF °F fahrenheit Fahrenheit", [0, 0, 0, 0, 1], 5.0 / 9, offset: true),
    ]

    private static let entries: [String: Entry] = {
        var result: [String: Entry] = [:]
        for definition in definitions {
            let dimension = PhysicalDimension(exponents: definition.exponents.map { Rational($0) }) ?? .dimensionless
            for symbol in definition.symbols {
                result[symbol] = Entry(
                    dimension: dimension, scale: definition.scale, takesPrefixes: definition.takesPrefixes,
                    hasOffset: definition.hasOffset)
            }
        }
        return result
    }()
}
