using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Records log messages, so that tests can wait for them.</summary>
internal sealed class LogRecorder : ILoggerProvider, ILogger
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    /// <summary>Returns the next message: its level, its text, and the message of its exception.</summary>
    public Task<string> NextAsync() =>
        _lines.Reader.ReadAsync(Xunit.TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Returns the messages that are there now, without waiting.</summary>
    public IReadOnlyList<string> TakeAll()
    {
        var lines = new List<string>();
        while (_lines.Reader.TryRead(out var line))
            lines.Add(line);
        return lines;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Writer.TryWrite($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" {exception.Message}")}");

    public void Dispose() => _lines.Writer.TryComplete();
}
