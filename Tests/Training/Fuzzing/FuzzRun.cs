using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MlNetRecurrent.Training.Tests;

/// <summary>
/// Runs many changed files, on two threads. The seed that each thread works on stands in a file of its own, so that it is known also
/// when a native library ends the process or never comes back.
/// </summary>
internal sealed class FuzzRun : IDisposable
{
    private const int Workers = 2;

    // Each file is some kilobytes: reading it, a session over it and a network of its size take some megabytes.
    private const long MaxManagedBytes = 256L << 20;
    private const long MaxGrowth = 1L << 30;

    private readonly int _first;
    private readonly int _count;
    private readonly FileStream[] _traces;
    private readonly int[] _current = new int[Workers];
    private readonly long[] _started = new long[Workers];
    private readonly string?[] _faults = new string?[Workers];
    private readonly double[] _longest = new double[Workers];
    private readonly int[] _longestSeed = new int[Workers];
    private volatile bool _givenUp;
    private int _done;
    private int _scored;
    private int _imported;
    private int _described;

    /// <summary>A run over the seeds from the first on.</summary>
    public FuzzRun(int first, int count)
    {
        (_first, _count) = (first, count);
        _traces = [.. Enumerable.Range(0, Workers).Select(worker => new FileStream(
            Path.Combine(Path.GetTempPath(), $"recurrent-fuzz-{Environment.ProcessId}-{worker}.txt"), FileMode.Create, FileAccess.Write, FileShare.Read, 1, FileOptions.DeleteOnClose))];
    }

    /// <summary>Where the seeds under way stand; the files stay if the process dies.</summary>
    public string Traces => string.Join(" and ", _traces.Select(trace => trace.Name));

    /// <summary>Files so far.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Whether a file did not come to an end; a thread may still be at it.</summary>
    public bool IsGivenUp => _givenUp;

    /// <summary>Files that were loaded and scored, imported, and described.</summary>
    public (int Scored, int Imported, int Described) Taken => (_scored, _imported, _described);

    /// <summary>The longest time that a file took, and its seed.</summary>
    public (double Seconds, int Seed) Slowest => _longest.Zip(_longestSeed).MaxBy(entry => entry.First);

    /// <summary>Runs all files.</summary>
    /// <param name="patience">How long one file may take before the run is given up.</param>
    /// <returns>What went wrong, with the seed, or null.</returns>
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
                _givenUp = true;
                return $"File of seed {_current[worker]} has not come to an end for {patience.TotalSeconds:f0} s.";
            }
        }

        return _faults.FirstOrDefault(fault => fault is not null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A thread that has not come to an end still writes there.
        if (_givenUp)
            return;
        foreach (var trace in _traces)
            trace.Dispose();
    }

    private void Work(int worker)
    {
        for (var index = worker; index < _count && !_givenUp && _faults.All(fault => fault is null); index += Workers)
        {
            var seed = _first + index;
            Begin(worker, seed);
            _faults[worker] = Fault(seed);
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

    private string? Fault(int seed)
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
            return $"File of seed {seed} ({file.Origin}) took {allocated:N0} bytes of managed memory.";
        var growth = Environment.WorkingSet - resident;
        return growth > MaxGrowth ? $"File of seed {seed} ({file.Origin}) took {growth:N0} bytes of memory." : null;
    }
}
