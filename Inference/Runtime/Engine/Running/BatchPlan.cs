namespace MlNetRecurrent.Engine;

/// <summary>How a batch is divided: the number of rows in a block, and the number of threads.</summary>
internal readonly struct BatchPlan
{
    // Below about 20 µs of work, involving another thread costs more than it gains.
    private const double MinWork = 1e6;

    // The hidden states of whole sequences of a block should fit in the cache, if possible.
    private const long MaxSequencesSize = 8 << 20;

    public BatchPlan(PackedNetwork network, SortedBatch batch, int workers)
    {
        var width = network.Width.Floats;
        var maxRows = StageKernel.MaxVectors * width;
        if (!network.RunsStepByStep)
        {
            var rowSize = 2L * sizeof(float) * network.Sequence.GetRowSize(batch.MaxLength);
            maxRows = (int)Math.Clamp(MaxSequencesSize / rowSize / width * width, 1, maxRows);
        }

        Workers = batch.TotalSteps * network.StepWork > MinWork ? workers : 1;
        var blocks = (int)(Workers * (((long)batch.Count + ((long)maxRows * Workers) - 1) / ((long)maxRows * Workers)));
        var evenRows = (batch.Count + blocks - 1) / blocks;
        BlockSize = Math.Min(maxRows, evenRows <= width ? evenRows : (evenRows + width - 1) / width * width);
    }

    /// <summary>The number of rows in a block.</summary>
    public int BlockSize { get; }

    /// <summary>The maximum number of threads that are worthwhile.</summary>
    public int Workers { get; }
}
