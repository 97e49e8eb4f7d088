using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Shows how the loss fell.</summary>
internal static class LossBlocks
{
    // The networks of a large ensemble fall alike.
    private const int MaxFits = 3;

    // Below that a curve is read as well without logarithms.
    private const double WideRange = 20;

    /// <summary>A chart of the losses, and a sentence where weights of an epoch before the last were kept.</summary>
    /// <param name="losses">The losses of fits, one after another.</param>
    /// <param name="card">The card of the model.</param>
    public static IReadOnlyList<IReportBlock> Create(IReadOnlyList<FitProgress> losses, ModelCard card)
    {
        var fits = Fits(losses);
        var shown = fits.Take(MaxFits).SelectMany((fit, index) => Lines(fit, fits.Count > 1 ? FormattableString.Invariant($" {index + 1}") : "")).ToList();
        var text = (fits.Count > MaxFits ? FormattableString.Invariant($"The first {MaxFits} of {fits.Count} fits. ") : "")
            + (card.Fit?.BestEpoch is { } best ? FormattableString.Invariant($"The weights of epoch {best} were kept, which had the smallest validation loss.") : "");
        var chart = new LineChart
        {
            Title = $"Loss{(card.Fit is { } fitted ? $" ({fitted.Loss})" : "")} by epoch",
            X = new ChartAxis("epoch"),
            Y = new ChartAxis("loss", IsWide(shown.SelectMany(line => line.Y).ToList()) ? AxisKind.Logarithmic : AxisKind.Linear),
            Series = shown,
        };
        return text.Length == 0 ? [chart] : [new ReportText(text.TrimEnd()), chart];
    }

    /// <summary>Whether values are above 0 and lie so far apart that logarithms show them better.</summary>
    public static bool IsWide(IReadOnlyCollection<double> values) => values.Count > 0 && values.Min() > 0 && values.Max() / values.Min() > WideRange;

    // Each fit counts its epochs from the first.
    private static List<List<FitProgress>> Fits(IReadOnlyList<FitProgress> losses)
    {
        var fits = new List<List<FitProgress>>();
        foreach (var progress in losses)
        {
            if (fits.Count == 0 || progress.Epoch <= fits[^1][^1].Epoch)
                fits.Add([]);
            fits[^1].Add(progress);
        }

        return fits;
    }

    private static IEnumerable<ChartSeries> Lines(List<FitProgress> fit, string number)
    {
        double[] epochs = [.. fit.Select(progress => (double)progress.Epoch)];
        yield return new ChartSeries($"fit{number}", epochs, [.. fit.Select(progress => progress.Loss)]);
        if (fit[0].ValidationLoss is not null)
            yield return new ChartSeries($"validation{number}", epochs, [.. fit.Select(progress => progress.ValidationLoss ?? double.NaN)]) { IsDashed = true };
    }
}
