/// The strategies and structure tests of a search, in the order in which they run. One line each.
enum StrategyRegistry {
    /// Ways of proposing formulas.
    static let strategies: [any Strategy] = [
        KinkScan(),
        PowerLaw(),
        SignedPowerLaw(),
        PolynomialFit(stage: .quick, limit: 60, maximumPrice: 0),
        SparseLinearFit(stage: .quick, limit: 90, maximumPrice: 0),
        PhaseScan(),
        PolynomialPhase(),
        CorrelationScan(stage: .thorough, limit: 8_000),
        PolynomialFit(stage: .thorough, limit: 230, maximumPrice: 10),
        SparseLinearFit(stage: .thorough, limit: 70, maximumPrice: 2.5),
        WaveRegression(),
        ProductLibraryFit(),
        ShapeScan(),
        PowerLawShape(),
        TwoTermScan(),
        RationalFit(),
        RationalRegression(stage: .thorough, maximumPrice: 1.2),
        NoisyEnumeration(stage: .thorough, size: .small),
        EnumerationJoin(),
        NoisyEnumeration(stage: .exhaustive, size: .large),
        Evolution(),
    ]

    /// Structure tests.
    static let reductions: [any Reduction] = [
        IrrelevantInputs(),
        DimensionlessGroups(),
        PowerLawFactors(),
        LogarithmicFactors(),
        OffsetFactors(),
        PairCompositions(),
        ScaleGroups(),
        ScaleGroupFit(),
        SeparableFactors(),
        SeparableFunctions(),
        AdditiveMonomials(),
        AngularMeans(),
        HomogeneousRemainders(),
    ]
}
