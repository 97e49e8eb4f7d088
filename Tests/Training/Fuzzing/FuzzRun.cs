using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MlNetRecurrent.Training.Tests;

/// <summary>
/// Runs many mutated files on two threads. Each thread writes its current seed to a separate file, so that the seed is known even if a native
/// library ends the process or never returns.
/// </summary>
internal sealed class FuzzRun : IDisposable
{
    private const int Workers = 2;

    // Each file has a few kilobytes; reading it, a session and a network of its size need a few megabytes.
    private const long MaxManagedBytes = 256L << 20;
    private const long MaxGrowth = 1L << 30;

    private readonly int _first;
    private readonly int _count;
    private readonly FileStream[] _traces;
    private readonly int[] _current = new int[Workers];
    private readonly long[] _started = new long[Workers];
    private readonly string?[] _errors = new string?[Workers];
    private readonly double[] _longest = new double[Workers];
    private readonly int[] _longestSeed = new int[Workers];
    private volatile bool _isAborted;
    private int _done;
    private int _scored;
    private int _imported;
    private int _described;

    /// <summary>Creates a run over consecutive seeds.</summary>
    public FuzzRun(int first, int count)
    {
        (_first, _count) = (first, count);
        _traces = [.. Enumerable.Range(0, Workers).Select(worker => new FileStream(
            Path.Combine(Path.GetTempPath(), $"recurrent-fuzz-{Environment.ProcessId}-{worker}.txt"),
            FileMode.Create,
            FileAccess.Write,
            FileShare.Read,
            bufferSize: 1,
            FileOptions.DeleteOnClose))];
    }

    /// <summary>The files that contain the current seeds; they remain if the process dies.</summary>
    public string Traces => string.Join(" and ", _traces.Select(trace => trace.Name));

    /// <summary>The number of files that have been processed.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Whether the run was aborted because a file did not finish; a thread may still be working on it.</summary>
    public bool IsGivenUp => _isAborted;

    /// <summary>The number of files that were loaded and scored, imported, and described.</summary>
    public (int Scored, int Imported, int Described) Taken => (_scored, _imported, _described);

    /// <summary>The maximum processing time of a file, and its seed.</summary>
    public (double Seconds, int Seed) Slowest => _longest.Zip(_longestSeed).MaxBy(entry => entry.First);

    /// <summary>Runs all files.</summary>
    /// <param name="patience">The maximum time for one file before the run is aborted.</param>
    /// <returns>A description of the first error with its seed, or null.</returns>
    public string? Run(TimeSpan patience)
    {
        TorchSharp.torch.set_num_threads(1);
        var threads = Enumerable.Range(0, Workers).Select(worker => new Thread(() => Work(worker)) { IsBackground = true }).ToArray();
        foreach (var thread in threads)
            thread.Start();
        while (threads.Any(thread => !thread.Join(TimeSpan.FromMilliseconds(200))))
        {
            for (var worker = 0; worker < Workers; worker++)
            {
                var started = Volatile.Read(ref _started[worker]);
                if (started == 0 || Stopwatch.GetElapsedTime(started) <= patience)
                    continue;
                _isAborted = true;
                return $"File of seed {_current[worker]} has not finished after {patience.TotalSeconds:f0} s.";
            }
        }

        return _errors.FirstOrDefault(error => error is not null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A thread that has not finished still writes to these files.
        if (_isAborted)
            return;
        foreach (var trace in _traces)
            trace.Dispose();
    }

    private void Work(int worker)
    {
        for (var index = worker; index < _count && !_isAborted && _errors.All(error => error is null); index += Workers)
        {
            var seed = _first + index;
            Begin(worker, seed);
            _errors[worker] = FindError(seed);
            var seconds = Stopwatch.GetElapsedTime(_started[worker]).TotalSeconds;
            if (seconds > _longest[worker])
                (_longest[worker], _longestSeed[worker]) = (seconds, seed);
            Interlocked.Increment(ref _done);
        }

        Volatile.Write(ref _started[worker], 0);
    }

    private void Begin(int worker, int seed)
    {
        _current[worker] = seed;
        Volatile.Write(ref _started[worker], Stopwatch.GetTimestamp());
        _traces[worker].Position = 0;
        _traces[worker].Write(Encoding.ASCII.GetBytes(seed.ToString("d10", CultureInfo.InvariantCulture)));
    }

    private string? FindError(int seed)
    {
        var managed = GC.GetAllocatedBytesForCurrentThread();
        var resident = Environment.WorkingSet;
        var file = MutatedFile.Create(seed);
        try
        {
            var (scored, imported, described) = FuzzTarget.Run(file.Bytes);
            Interlocked.Add(ref _scored, scored ? 1 : 0);
            Interlocked.Add(ref _imported, imported ? 1 : 0);
            Interlocked.Add(ref _described, described ? 1 : 0);
        }
        catch (Exception exception)
        {
            return $"File of seed {seed} ({file.Origin}): {exception}";
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - managed;
        if (allocated > MaxManagedBytes)
            return $"File of seed {seed} ({file.Origin}) used {allocated:N0} bytes of managed memory.";
        var growth = Environment.WorkingSet - resident;
        return growth > MaxGrowth ? $"File of seed {seed} ({file.Origin}) used {growth:N0} bytes of memory." : null;
    }
}
