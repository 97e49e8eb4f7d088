namespace MlNetRecurrent.Engine;

/// <summary>How a batch is divided: the number of rows in a block, and the number of threads.</summary>
internal readonly struct BatchPlan
{
    /// <summary>The work, in multiplications, that takes about 20 µs: below, involving another thread costs more than it gains.</summary>
    public const double MinWork = 1e6;

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
        BlockSize = GetBlockSize(batch.Count, maxRows, width, Workers);
    }

    /// <summary>The number of rows in a block.</summary>
    public int BlockSize { get; }

    /// <summary>The maximum number of threads that are worthwhile.</summary>
    public int Workers { get; }

    /// <summary>Divides rows evenly into blocks for the threads; returns the number of rows in a block, which is at least 1.</summary>
    public static int GetBlockSize(int count, int maxRows, int width, int workers)
    {
        var blocks = Math.Max(1, workers * (((long)count + ((long)maxRows * workers) - 1) / ((long)maxRows * workers)));
        var evenRows = (int)Math.Max(1, (count + blocks - 1) / blocks);
        return Math.Min(maxRows, evenRows <= width ? evenRows : (evenRows + width - 1) / width * width);
    }
}
