namespace MlNetRecurrent;

/// <summary>The number of bytes that the contents of a zip file may still take when they are decompressed.</summary>
internal sealed class ContentBudget
{
    // Weights compress hardly, tables of names ten times. Small files may compress as well as DEFLATE can, 1,032 times.
    private const long MaxCompression = 100;
    private const long FreeSize = 64L << 20;

    private readonly long _total;
    private readonly string _limit;
    private long _used;

    /// <summary>Creates the budget of a file.</summary>
    /// <param name="fileSize">The size of the zip file in bytes.</param>
    /// <param name="maxSize">The maximum that the caller allows.</param>
    public ContentBudget(long fileSize, long maxSize)
    {
        var byCompression = (MaxCompression * fileSize) + FreeSize;
        _total = Math.Min(byCompression, maxSize);
        _limit = byCompression < maxSize
            ? $"{FreeSize >> 20} MiB plus {MaxCompression} times the {fileSize:N0} bytes of the file"
            : $"{nameof(PipelineLoadOptions.MaxSize)}, {maxSize:N0} bytes";
    }

    /// <summary>Takes bytes before they are decompressed.</summary>
    /// <exception cref="InvalidDataException">The budget is exceeded.</exception>
    public void Take(long count)
    {
        if (count < 0 || count > _total - _used)
            throw new InvalidDataException($"its decompressed contents exceed {_limit}.");
        _used += count;
    }
}
