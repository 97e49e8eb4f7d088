namespace MlNetRecurrent.Engine;

/// <summary>
/// The layout of a stream's state as one vector: the state of the layers, followed by what else is carried from step to step. That is the number of
/// steps, as two floats of 24 bits, the higher bits first; the mean or maximum over time of each network of the ensemble, [panel, width], or
/// its last steps, [slot, width]; the history of the targets, [slot, targets]; if the residual baseline takes earlier values from future
/// covariates, those of the last step, [targets]; and, with future covariates, the codes of the categories at the last step, [categories]. If none
/// of these is required, the state is that of the layers only.
/// </summary>
internal sealed class StreamLayout
{
    private const int CountSize = 2;
    private readonly int _targets;
    private readonly int _panelSize;
    private readonly int _historyStart;

    public StreamLayout(NetworkDescription network)
    {
        _targets = network.Forecast.TargetFeatures.Count;
        Start = new StateLayout(network).Size;
        HistorySize = network.Forecast.ResidualBaseline != ResidualBaseline.None ? network.BaselineSteps : network.Forecast.HasDifferences ? 1 : 0;
        _panelSize = TimePooling.GetPanelCount(network.Pooling) * network.HeadInputSize;
        var panels = _panelSize * network.EnsembleSize;
        _historyStart = CountSize + panels;
        SeasonalOffset = checked(_historyStart + (HistorySize * _targets));
        CodeOffset = checked(SeasonalOffset + network.Forecast.SeasonalCovariates.Count);
        Carried = panels == 0 && HistorySize == 0 && network.Forecast.FutureCovariates == 0
            ? 0
            : checked(CodeOffset + (network.Forecast.FutureCovariates > 0 ? network.Categories.Count : 0));
    }

    /// <summary>The offset of the values carried in addition to the state of the layers.</summary>
    public int Start { get; }

    /// <summary>The number of floats carried in addition to the state of the layers.</summary>
    public int Carried { get; }

    /// <summary>The number of floats in the whole state.</summary>
    public int Size => checked(Start + Carried);

    /// <summary>The number of steps in the history; step s is in slot s modulo this.</summary>
    public int HistorySize { get; }

    /// <summary>The offset, from <see cref="Start"/>, of the seasonal covariates of the last step.</summary>
    public int SeasonalOffset { get; }

    /// <summary>The offset, from <see cref="Start"/>, of the codes of the categories at the last step.</summary>
    public int CodeOffset { get; }

    /// <summary>The offset, from <see cref="Start"/>, of the mean or maximum of a network of the ensemble.</summary>
    public int GetPanelOffset(int member) => CountSize + (member * _panelSize);

    /// <summary>The offset, from <see cref="Start"/>, of the targets of a step in the history.</summary>
    public int GetHistoryOffset(long step) => _historyStart + ((int)(step % HistorySize) * _targets);
}
