using System.Collections.Concurrent;

namespace MlNetRecurrent.Training;

/// <summary>Reads pipes, within limits: opening one waits for its writer in the operating system, and a writer may pause or never end.</summary>
internal static class PipeInput
{
    private const int ChunkSize = 1 << 16;
    private const int QueuedChunks = 16;

    /// <summary>Reads a pipe to its end. A pipe can be read only once.</summary>
    /// <exception cref="IOException">The pipe cannot be opened, or a limit is exceeded; the message states which.</exception>
    public static KeptBytes ReadToEnd(string path, PipeLimits limits)
    {
        // Not disposed: the thread may use them after a time-out.
        var chunks = new BlockingCollection<ArraySegment<byte>>(QueuedChunks);
        var cancellation = new CancellationTokenSource();
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Read(path, chunks, cancellation.Token);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            chunks.CompleteAdding();
        })
        {
            IsBackground = true,
            Name = "Pipe reader",
        };
        thread.Start();
        try
        {
            return Join(path, chunks, limits, () => failure);
        }
        finally
        {
            cancellation.Cancel();
        }
    }

    private static KeptBytes Join(string path, BlockingCollection<ArraySegment<byte>> chunks, PipeLimits limits, Func<Exception?> failure)
    {
        var bytes = new KeptBytes(limits.MaxMemory);
        var isOpen = false;
        while (true)
        {
            var timeout = isOpen ? limits.IdleTimeout : limits.OpenTimeout;
            if (!chunks.TryTake(out var chunk, timeout))
            {
                if (chunks.IsCompleted)
                    break;
                if (!isOpen)
                    Release(path);
                var seconds = FormattableString.Invariant($"{timeout.TotalSeconds:0.#} seconds");
                throw new IOException(isOpen
                    ? $"it is a pipe, and its writer has sent nothing for {seconds}: write the data to a file first."
                    : $"it is a pipe that no process has opened for writing within {seconds}: start its writer, or use a file.");
            }

            isOpen = true;
            if (bytes.Length + chunk.Count > limits.MaxBytes)
            {
                throw new IOException(FormattableString.Invariant(
                    $"it is a pipe with more than {limits.MaxBytes:N0} bytes, the maximum for a pipe: write the data to a file first."));
            }

            Keep(bytes, chunk);
        }

        return failure() is { } exception ? throw new IOException(exception.Message.TrimEnd('.') + ".", exception) : bytes;
    }

    private static void Keep(KeptBytes bytes, ReadOnlySpan<byte> chunk)
    {
        try
        {
            bytes.Add(chunk);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"it is a pipe, and its bytes cannot be kept in the folder for temporary files, {Path.GetTempPath()}: "
                + $"{exception.Message.TrimEnd('.')}. Make room there, name another folder in the environment variable "
                + $"{(OperatingSystem.IsWindows() ? "TMP" : "TMPDIR")}, or write the data to a file first.",
                exception);
        }
    }

    private static void Read(string path, BlockingCollection<ArraySegment<byte>> chunks, CancellationToken cancellation)
    {
        using var pipe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        // An empty chunk: the pipe is open.
        chunks.Add(ArraySegment<byte>.Empty, cancellation);
        while (true)
        {
            var chunk = new byte[ChunkSize];
            var count = pipe.Read(chunk, 0, chunk.Length);
            if (count == 0)
                return;
            chunks.Add(new ArraySegment<byte>(chunk, 0, count), cancellation);
        }
    }

    // Lets the thread that waits for a writer return: opening a pipe for both directions never waits.
    private static void Release(string path)
    {
        try
        {
            using var both = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // The thread goes on waiting in the background and does not keep the process alive.
        }
    }
}
