using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Who holds a lock: the contents of a lock file.</summary>
/// <param name="Process">The number of the process.</param>
/// <param name="Machine">The name of the machine.</param>
/// <param name="User">The name of the user.</param>
/// <param name="Command">What the process does, such as <c>retrain</c>.</param>
/// <param name="Since">When it took the lock.</param>
internal sealed record LockOwner(string Process, string Machine, string User, string Command, string Since)
{
    /// <summary>The first line of every lock file.</summary>
    public const string Header = "MlNetRecurrent lock, version 1";

    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss 'UTC'";

    // Distinguishes two locks of one process.
    private readonly Guid _id = Guid.NewGuid();

    /// <summary>Creates the description of this process.</summary>
    public static LockOwner CreateCurrent(string command) => new(
        Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        Environment.MachineName,
        Environment.UserName,
        command,
        TimeProvider.System.GetUtcNow().ToString(TimeFormat, CultureInfo.InvariantCulture));

    /// <summary>Reads the contents of a lock file; null if they are not complete, as while they are being written.</summary>
    public static LockOwner? Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines[0].TrimEnd('\r') != Header)
            return null;
        var values = lines.Skip(1).Select(line => line.Split(": ", 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.First()[1].TrimEnd('\r'));
        return values.TryGetValue("process", out var process) && values.TryGetValue("machine", out var machine)
            && values.TryGetValue("user", out var user) && values.TryGetValue("command", out var command)
            && values.TryGetValue("since", out var since) && values.ContainsKey("id")
            ? new LockOwner(process, machine, user, command, since)
            : null;
    }

    /// <summary>Returns the contents of the lock file.</summary>
    public string ToText() => string.Join('\n', [
        Header,
        $"process: {Process}",
        $"machine: {Clean(Machine)}",
        $"user: {Clean(User)}",
        $"command: {Clean(Command)}",
        $"since: {Since}",
        $"id: {_id:N}",
        ""]);

    /// <summary>Describes the owner. Another user may have written the file: control characters are replaced.</summary>
    public override string ToString() =>
        MessageText.Sanitize($"process {Process} on machine '{Machine}' (user '{User}', command '{Command}') has been using it since {Since}");

    private static string Clean(string text) => string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
}
