namespace MlNetRecurrent.Engine;

/// <summary>The states of a direction for a block of rows, each [unit, row].</summary>
internal unsafe struct StatePanels
{
    /// <summary>How many panels there are.</summary>
    public const int Count = 4;

    /// <summary>Panels one behind another.</summary>
    public StatePanels(float* start, nint size)
    {
        Hidden = start;
        NextHidden = start + size;
        Cell = start + (2 * size);
        Intermediate = start + (3 * size);
    }

    /// <summary>The hidden state.</summary>
    public float* Hidden { get; set; }

    /// <summary>Takes the next hidden state.</summary>
    public float* NextHidden { get; private set; }

    /// <summary>The cell state, or what a cell of two stages keeps between them.</summary>
    public float* Cell { get; init; }

    /// <summary>What the first of two stages gives the second.</summary>
    public float* Intermediate { get; }

    /// <summary>The next hidden state becomes the hidden state.</summary>
    public void Swap()
    {
        var hidden = Hidden;
        Hidden = NextHidden;
        NextHidden = hidden;
    }
}
