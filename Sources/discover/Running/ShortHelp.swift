import ArgumentParser

/// `-h`: one screen per command, examples first. `--help` lists every option.
enum ShortHelp {
    /// The text that `arguments` ask for with `-h`, nil if they do not.
    static func text(for arguments: [String]) -> String? {
        if arguments.isEmpty { return root }
        let options = arguments.prefix { $0 != "--" }
        guard options.contains("-h") else { return nil }
        switch arguments.first {
        case "fit": return fit
        case "conserve": return conserve
        case "dynamics": return dynamics
        case "eval": return eval
        case "check": return check
        default: return root
        }
    }

    static let root = """
        discover: laws from measurements, conserved quantities from differential equations

          discover fit data.csv                      the law for the last column
          discover conserve system.txt               the conserved quantities of x' = f(x)
          discover dynamics series.csv               the equations x' = f(x) behind a time series
          discover eval '2*pi*sqrt(l/g)' data.csv    the errors of a formula on a table
          discover check baseline.json data.csv      does an earlier law hold on new data?

        discover COMMAND -h shows examples, discover COMMAND --help every option.

        """

    static let fit = """
        discover fit: find a law y = f(x) in a table

          discover fit data.csv                                last column from all the others
          discover fit data.csv --target period --inputs a,m   choose the columns
          cut -d, -f2- data.csv | discover fit -               read standard input
          discover fit data.csv --units 'x=m,t=s,v=m/s'        units bind; 'v (m/s)' in the header does the same
          discover fit data.csv --json --output law.json       a result for programs
          discover fit data.csv --target y1,y2 --sigma dy      several targets, rows of known uncertainty
          discover fit data.csv --functions exp,sqrt           rules that every formula obeys
          discover fit data.csv --guess 'a*exp(-k*t) + b'      a formula to start from

        Exit code 0: found, 1: no law, 4: a limit came first. discover fit --help lists every option.

        """

    static let conserve = """
        discover conserve: find the conserved quantities of a system of differential equations

          discover conserve system.txt
          printf "x' = y\\ny' = -x\\n" | discover conserve -
          discover conserve system.txt --max-degree 6 --json
          discover conserve system.txt --approximate     quantities that drift slowly, too
          discover conserve runs.csv --equations         equations of measured runs, then their laws
          discover conserve --verify law.json            prove the laws of an earlier --json result again

        A system has one equation per line, such as x' = a*x - x*y or dx/dt = ..., x'' = -x, param a = 3/2, param b,
        constraint x^2 + y^2 = 1, and comments after #.
        Exit code 0: found, 1: none, 4: a limit came first. discover conserve --help lists every option.

        """

    static let dynamics = """
        discover dynamics: find the equations that govern time series

          discover dynamics series.csv                        time in column t or time, the others move
          discover dynamics run1.csv run2.csv                 several runs; blank lines or --run part them, too
          discover dynamics --map population.csv              x[n+1] = f(x[n])
          discover dynamics series.csv --inputs u --dt 0.01   a control, rows 0.01 apart
          discover dynamics series.csv --terms 'x*sin(y)'     a function that must be tried
          discover dynamics series.csv --known 'x: 10*(y-x)'  find what is missing in known equations
          discover dynamics series.csv --hidden 1             one variable was not measured

        Exit code 0: found, 1: nothing explains the data, 4: a limit came first. discover dynamics --help lists every option.

        """

    static let eval = """
        discover eval: evaluate a formula on a table

          discover eval 'a^(3/2)' planets.csv --target period      errors of the formula
          discover eval '1.0*a^1.5' planets.csv --refit            refit the decimal constants first
          discover eval law.json new.csv --values                  CSV of inputs, prediction and residual

        Numbers with a decimal point are constants that --refit may change; whole numbers and fractions are exact.
        discover eval --help lists every option.

        """

    static let check = """
        discover check: does an earlier result hold on new data?

          discover fit data.csv --json --output baseline.json
          discover check baseline.json new.csv
          discover check baseline.json new.csv --rtol 1e-2 --max-error-increase 50

        Exit code 0: passed, 1: failed, with a list of what failed. discover check --help lists every option.

        """
}
