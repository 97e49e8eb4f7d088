namespace MlNetRecurrent.Training.Tests;

/// <summary>The equations of a forecast under window normalization with lags, in double precision, for one sequence.</summary>
internal static class LagOracle
{
    /// <summary>Returns the forecast [horizon * targets] of a network without differences and quantiles.</summary>
    /// <param name="network">The network, which provides its weights and scales.</param>
    /// <param name="values">The history, [time, features].</param>
    /// <param name="covariates">The future covariates, [time + horizon, covariates].</param>
    public static double[] Forecast(RecurrentNetwork network, float[] values, float[] covariates)
    {
        var (description, forecast) = (network.Description, network.Description.Forecast);
        var (scale, covariateScale) = (network.InputScale!, network.FutureCovariateScale!);
        double Transform(double value) => forecast.Transform switch
        {
            TargetTransform.Log => Math.Log(value + forecast.TransformOffset),
            TargetTransform.SquareRoot => Math.Sqrt(value + forecast.TransformOffset),
            _ => value,
        };
        double Invert(double value) => forecast.Transform switch
        {
            TargetTransform.Log => Math.Exp(value) - forecast.TransformOffset,
            TargetTransform.SquareRoot => Math.Pow(Math.Max(value, 0), 2) - forecast.TransformOffset,
            _ => value,
        };

        // z = (x - mean) / deviation, then (z - m) / d with m and d of the window
        var history = values.Chunk(description.Features)
            .Select(row => row.Select((value, feature) => forecast.TargetFeatures.Contains(feature) ? Transform(value) : value).ToArray())
            .ToArray();
        var z = history.Select(row => row.Select((x, feature) => (x - scale.Mean[feature]) / scale.StandardDeviation[feature]).ToArray()).ToArray();
        var m = Enumerable.Range(0, description.Features).Select(feature => z.Average(row => row[feature])).ToArray();
        var d = m.Select((mean, feature) => Math.Sqrt(z.Average(row => Math.Pow(row[feature] - mean, 2)) + 1e-5)).ToArray();

        // The same for a lag; other covariates with their own statistics of the training data.
        var known = covariates.Chunk(forecast.FutureCovariates)
            .Select(row => row.Select((value, covariate) =>
                forecast.LagFeatures[covariate] is { } feature && forecast.TargetFeatures.Contains(feature) ? Transform(value) : value).ToArray())
            .ToArray();
        double Normalize(double value, int covariate) => forecast.LagFeatures[covariate] is { } feature
            ? (((value - scale.Mean[feature]) / scale.StandardDeviation[feature]) - m[feature]) / d[feature]
            : (value - covariateScale.Mean[covariate]) / covariateScale.StandardDeviation[covariate];
        var steps = known.Select((row, step) => (double[])
        [
            .. step < z.Length ? z[step].Select((value, feature) => (value - m[feature]) / d[feature]) : new double[description.Features],
            .. row.Select(Normalize),
            step < z.Length ? 0 : 1,
        ]).ToArray();

        var hidden = OracleStack.FromNetwork(network).Run(steps).Outputs;
        var (weight, bias) = (OracleTensors.ToDoubles(network.Head!.weight!), OracleTensors.ToDoubles(network.Head.bias!));
        return
        [
            .. from step in Enumerable.Range(z.Length, forecast.Horizon)
               from target in Enumerable.Range(0, forecast.Targets)
               let score = hidden[step].Select((unit, index) => unit * weight[(target * hidden[step].Length) + index]).Sum() + bias[target]
               let feature = forecast.TargetFeatures[target]
               let residual = score * d[feature] * scale.StandardDeviation[feature]
               let level = forecast.ResidualBaseline == ResidualBaseline.None
                   ? (m[feature] * scale.StandardDeviation[feature]) + scale.Mean[feature]
                   : Drift(forecast.SeasonalCovariates[target], feature, step)
               select Invert(residual + level),
        ];

        // season(t + h) + y(t) - season(t)
        double Drift(int season, int feature, int step) => known[step][season] + history[^1][feature] - known[z.Length - 1][season];
    }
}
