namespace MlNetRecurrent.Training;

/// <summary>Reads columns of a Parquet file, one row group after the other. See README.md in this folder.</summary>
/// <param name="file">The file.</param>
/// <param name="name">The name of the table.</param>
internal sealed class ParquetTableReader(InputFile file, string name) : ITableReader
{
    /// <summary>The bytes that a Parquet file starts and ends with.</summary>
    public static ReadOnlySpan<byte> Start => "PAR1"u8;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadHeader() => Run(file => Task.FromResult(file.Header));

    /// <inheritdoc/>
    public IReadOnlyList<SourceColumn> ReadSchema() => Run(file => Task.FromResult(file.Schema));

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds) => Run(file => file.ReadAsync(kinds));

    /// <inheritdoc/>
    public string? Describe() => "Parquet";

    // On a thread of the pool, which has no synchronization context that could wait for itself.
    private T Run<T>(Func<ParquetFile, Task<T>> read) => Task.Run(async () =>
    {
        var stream = DataFile.Open(file);
        await using var disposable = stream.ConfigureAwait(false);
        if (!stream.CanSeek)
        {
            throw new SequenceDataException(
                $"{name} is a compressed file or an archive with a Parquet file, which is compressed already: unpack it first.");
        }

        try
        {
            var parquet = await ParquetFile.OpenAsync(stream, name).ConfigureAwait(false);
            await using var opened = parquet.ConfigureAwait(false);
            return await read(parquet).ConfigureAwait(false);
        }
        catch (NotSupportedException exception)
        {
            throw new SequenceDataException($"{name} uses a part of Parquet that cannot be read: {Shorten(exception)}", exception);
        }
        catch (EndOfStreamException exception)
        {
            throw new SequenceDataException($"{name} is a damaged Parquet file: it ends too early. Copy it or write it again.", exception);
        }
        catch (Exception exception) when (exception is not (SequenceDataException or OutOfMemoryException))
        {
            // Parquet.Net reports damage by many exceptions, such as those of arrays.
            throw new SequenceDataException($"{name} is a damaged Parquet file: {Shorten(exception)} Copy it or write it again.", exception);
        }
    }).GetAwaiter().GetResult();

    private static string Shorten(Exception exception) => $"{exception.Message.ReplaceLineEndings("\n").Split('\n')[0].TrimEnd('.', ' ')}.";
}
