using Xunit;

namespace MlNetRecurrent.Tests;

/// <summary>
/// Runs test code on a new thread: it neither belongs to the thread pool, whose threads are the helpers of a parallel run, nor has scratch memory.
/// </summary>
internal static class OwnThread
{
    /// <summary>Runs an action and rethrows its exception.</summary>
    public static void Run(Action action) => Assert.Null(Record(action));

    /// <summary>Runs an action and returns its exception, if it throws one.</summary>
    public static Exception? Record(Action action)
    {
        Exception? error = null;
        var thread = new Thread(() => error = Xunit.Record.Exception(action));
        thread.Start();
        thread.Join();
        return error;
    }
}
