using MlNetRecurrent.Engine;

namespace MlNetRecurrent;

/// <summary>Computes the future covariates of steps and horizons of streams, and forecasts with them. Not thread-safe.</summary>
internal sealed unsafe class StreamCovariates(RecurrentModel model)
{
    private readonly NetworkDescription _network = model.Network;
    private float[] _buffer = [];

    /// <summary>Returns the future covariates, [series, steps, covariates]; valid until the next call.</summary>
    /// <param name="inputs">The inputs, concatenated for all series.</param>
    /// <param name="series">The number of series.</param>
    /// <param name="steps">The number of steps of each series: 1, or the horizon.</param>
    /// <exception cref="ArgumentException">An input is missing or has the wrong length, or a time is not later than the one before.</exception>
    /// <exception cref="NotSupportedException">The card does not say what they are.</exception>
    public ReadOnlySpan<float> Get(in FutureInputs inputs, int series, int steps)
    {
        var size = checked(series * steps * _network.Forecast.FutureCovariates);
        if (!inputs.Covariates.IsEmpty)
        {
            FutureCovariateChecks.CheckGiven(_network, inputs);
            return inputs.Covariates.Length == size ? inputs.Covariates : throw new ArgumentException(
                $"{nameof(FutureInputs.Covariates)}: expected {_network.Forecast.FutureCovariates} future covariates at {Describe(series, steps)}, "
                + $"{size} values in total; got {inputs.Covariates.Length}.",
                nameof(inputs));
        }

        var builder = model.RequireFutureCovariates();
        builder.CheckSteps(inputs, series, steps);
        if (_buffer.Length < size)
            _buffer = new float[size];
        for (var index = 0; index < series; index++)
            builder.BuildSteps(inputs, index, steps, _buffer.AsSpan(index * size / series, size / series));
        return _buffer.AsSpan(0, size);
    }

    /// <summary>Forecasts from the state of a runner; a NaN in the state or the future covariates makes the forecast NaN.</summary>
    /// <exception cref="InvalidOperationException">The series has no step yet.</exception>
    public void Forecast(StepRunner runner, ReadOnlySpan<float> covariates, Span<float> output, Span<float> quantiles)
    {
        if (runner.StepCount == 0)
            throw new InvalidOperationException("There is no step yet to forecast from: step first.");
        fixed (float* source = covariates)
        fixed (float* target = output)
        fixed (float* levels = quantiles)
        {
            if (runner.StepCount is null || NaNPropagation.ContainsNaN(_network, null, 0, source, _network.Forecast.Horizon))
            {
                output.Fill(float.NaN);
                quantiles.Fill(float.NaN);
                return;
            }

            runner.Forecast(source, target, levels);
        }
    }

    private static string Describe(int series, int steps) =>
        (steps == 1 ? "the step" : $"the {steps} steps of the horizon") + (series == 1 ? "" : $" of each of {series} series");
}
