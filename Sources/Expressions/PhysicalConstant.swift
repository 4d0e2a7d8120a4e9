/// A number of physics with a name and a unit.
public struct PhysicalConstant: Hashable, Sendable {
    /// Its name in formulas, such as `k_B`.
    public var name: String
    /// Its value in the unit.
    public var value: Double
    /// Standard uncertainty of the value; 0 for exact ones.
    public var uncertainty: Double
    /// The unit as text, such as `J/K`; empty for pure numbers.
    public var unit: String
    /// What it is.
    public var meaning: String

    /// Makes a constant.
    public init(name: String, value: Double, uncertainty: Double = 0, unit: String = "", meaning: String = "") {
        self.name = name
        self.value = value
        self.uncertainty = uncertainty
        self.unit = unit
        self.meaning = meaning
    }

    /// The constants that are known by name, in SI units.
    ///
    /// Values: the 2022 CODATA adjustment; those that define the SI since 2019, and what follows from them, are exact.
    public static let all: [PhysicalConstant] = [
        PhysicalConstant(name: "c", value: 299_792_458, unit: "m/s", meaning: "speed of light in vacuum"),
        PhysicalConstant(name: "h", value: 6.626_070_15e-34, unit: "J s", meaning: "Planck constant"),
        PhysicalConstant(
            name: "hbar", value: 6.626_070_15e-34 / (2 * Double.pi), unit: "J s", meaning: "Planck constant over 2 pi"),
        PhysicalConstant(name: "q_e", value: 1.602_176_634e-19, unit: "C", meaning: "elementary charge"),
        PhysicalConstant(name: "k_B", value: 1.380_649e-23, unit: "J/K", meaning: "Boltzmann constant"),
        PhysicalConstant(name: "N_A", value: 6.022_140_76e23, unit: "1/mol", meaning: "Avogadro constant"),
        PhysicalConstant(
            name: "R", value: 1.380_649 * 6.022_140_76, unit: "J/(mol K)", meaning: "molar gas constant"),
        PhysicalConstant(
            name: "F", value: 1.602_176_634e4 * 6.022_140_76, unit: "C/mol", meaning: "Faraday constant"),
        PhysicalConstant(
            name: "sigma_SB", value: 5.670_374_419_184_43e-8, unit: "W/(m^2 K^4)", meaning: "Stefan-Boltzmann constant"),
        PhysicalConstant(
            name: "b_Wien", value: 2.897_771_955_185_17e-3, unit: "m K", meaning: "Wien displacement constant"),
        PhysicalConstant(
            name: "G", value: 6.674_30e-11, uncertainty: 0.000_15e-11, unit: "m^3/(kg s^2)",
            meaning: "constant of gravitation"),
        PhysicalConstant(name: "g_n", value: 9.806_65, unit: "m/s^2", meaning: "standard acceleration of gravity"),
        PhysicalConstant(
            name: "epsilon_0", value: 8.854_187_818_8e-12, uncertainty: 0.000_000_001_4e-12, unit: "F/m",
            meaning: "vacuum permittivity"),
        PhysicalConstant(
            name: "mu_0", value: 1.256_637_061_27e-6, uncertainty: 0.000_000_000_20e-6, unit: "N/A^2",
            meaning: "vacuum permeability"),
        PhysicalConstant(
            name: "m_e", value: 9.109_383_713_9e-31, uncertainty: 0.000_000_002_8e-31, unit: "kg",
            meaning: "electron mass"),
        PhysicalConstant(
            name: "m_p", value: 1.672_621_925_95e-27, uncertainty: 0.000_000_000_52e-27, unit: "kg",
            meaning: "proton mass"),
        PhysicalConstant(
            name: "m_n", value: 1.674_927_500_56e-27, uncertainty: 0.000_000_000_85e-27, unit: "kg",
            meaning: "neutron mass"),
        PhysicalConstant(
            name: "m_u", value: 1.660_539_068_92e-27, uncertainty: 0.000_000_000_52e-27, unit: "kg",
            meaning: "atomic mass constant"),
        PhysicalConstant(
            name: "alpha", value: 7.297_352_564_3e-3, uncertainty: 0.000_000_001_1e-3,
            meaning: "fine-structure constant"),
        PhysicalConstant(
            name: "R_inf", value: 10_973_731.568_157, uncertainty: 0.000_012, unit: "1/m", meaning: "Rydberg constant"),
        PhysicalConstant(
            name: "a_0", value: 5.291_772_105_44e-11, uncertainty: 0.000_000_000_82e-11, unit: "m",
            meaning: "Bohr radius"),
        PhysicalConstant(
            name: "mu_B", value: 9.274_010_065_7e-24, uncertainty: 0.000_000_002_9e-24, unit: "J/T",
            meaning: "Bohr magneton"),
        PhysicalConstant(name: "atm", value: 101_325, unit: "Pa", meaning: "standard atmosphere"),
        PhysicalConstant(name: "au", value: 149_597_870_700, unit: "m", meaning: "astronomical unit"),
    ]
}
