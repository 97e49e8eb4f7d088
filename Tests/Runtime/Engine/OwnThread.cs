using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>Runs test code on a thread that does not belong to the thread pool, whose threads are the helpers of a parallel run.</summary>
internal static class OwnThread
{
    /// <summary>Runs an action and rethrows its exception.</summary>
    public static void Run(Action action)
    {
        Exception? error = null;
        var thread = new Thread(() => error = Record.Exception(action));
        thread.Start();
        thread.Join();
        Assert.Null(error);
    }
}
