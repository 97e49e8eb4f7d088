namespace MlNetRecurrent.Engine;

/// <summary>
/// The state of a stream as one vector: that of its layers, and behind it what else is carried from step to step. That is the number of steps, as two floats
/// of 24 bits, the higher ones first; the mean or maximum over time of each network of the ensemble [panel, width]; and the history of the targets [place, targets]. Where
/// nothing of that is needed there is nothing.
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
        HistorySize = network.Forecast.ResidualBaseline != ResidualBaseline.None ? network.MinimumSteps : network.Forecast.HasDifferences ? 1 : 0;
        _panelSize = TimePooling.GetPanelCount(network.Pooling) * network.HeadInputSize;
        var panels = _panelSize * network.EnsembleSize;
        _historyStart = CountSize + panels;
        Carried = panels == 0 && HistorySize == 0 ? 0 : checked(_historyStart + (HistorySize * _targets));
    }

    /// <summary>Where what is carried beside the layers' state begins.</summary>
    public int Start { get; }

    /// <summary>Floats that are carried beside the layers' state.</summary>
    public int Carried { get; }

    /// <summary>Floats of the whole state.</summary>
    public int Size => checked(Start + Carried);

    /// <summary>Steps of the history; step s stands at s modulo this.</summary>
    public int HistorySize { get; }

    /// <summary>Where the mean or maximum of a network of the ensemble begins, from <see cref="Start"/> on.</summary>
    public int GetPanelOffset(int member) => CountSize + (member * _panelSize);

    /// <summary>Where a step's history begins, from <see cref="Start"/> on.</summary>
    public int GetHistoryOffset(long step) => _historyStart + ((int)(step % HistorySize) * _targets);
}
