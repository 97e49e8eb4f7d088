namespace MlNetRecurrent.Engine;

/// <summary>The states of a direction for a block of rows, each [unit, row].</summary>
internal unsafe struct StatePanels
{
    /// <summary>The number of panels.</summary>
    public const int Count = 4;

    /// <summary>Places the panels one after another from <paramref name="start"/> on.</summary>
    public StatePanels(float* start, nint size)
    {
        Hidden = start;
        NextHidden = start + size;
        Cell = start + (2 * size);
        Intermediate = start + (3 * size);
    }

    /// <summary>The hidden state.</summary>
    public float* Hidden { get; set; }

    /// <summary>The buffer for the next hidden state.</summary>
    public float* NextHidden { get; private set; }

    /// <summary>The cell state, or the value that a two-stage cell keeps from its first stage to its second.</summary>
    public float* Cell { get; init; }

    /// <summary>The output of the first of two stages, which is an operand of the second.</summary>
    public float* Intermediate { get; }

    /// <summary>Makes the next hidden state the current one.</summary>
    public void Swap()
    {
        var hidden = Hidden;
        Hidden = NextHidden;
        NextHidden = hidden;
    }
}
