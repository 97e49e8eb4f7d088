using Microsoft.ML;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Loads files that may be damaged, with bounds on time and memory.</summary>
internal static class GuardedLoad
{
    private const long MaxAllocation = 200L << 20;
    private static readonly MLContext Context = new();
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Loads a file and returns the message of the error, or null if it loads.</summary>
    public static string? Load(byte[] file, string what, PipelineLoadOptions? options = null)
    {
        (Exception? Exception, long Allocated) result = default;
        var thread = new Thread(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var exception = Record.Exception(
                () => _ = Context.Model.LoadRecurrent(new MemoryStream(file), options ?? new PipelineLoadOptions(), out _));
            result = (exception, GC.GetAllocatedBytesForCurrentThread() - before);
        })
        { IsBackground = true };
        thread.Start();
        Assert.True(thread.Join(Timeout), $"{what}: does not return");
        Assert.True(result.Allocated < MaxAllocation, $"{what}: allocates {result.Allocated:N0} bytes");
        if (result.Exception is null)
            return null;
        Assert.True(result.Exception is RecurrentModelException, $"{what}: {result.Exception}");
        Assert.StartsWith("Saved pipeline in the stream ", result.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Exception.Message);
        return result.Exception.Message;
    }
}
