using MlNetRecurrent.Files;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>A file that a command reads or writes.</summary>
/// <param name="Name">The name inside a sentence, such as <c>option --out</c>.</param>
/// <param name="Path">The path as the user spelled it.</param>
/// <param name="FinalPath">The full path at the end of all links.</param>
/// <param name="Identity">The device and the inode of the file; null if it does not exist, or if the operating system does not report them.</param>
internal sealed record CommandFile(string Name, string Path, string FinalPath, (ulong Device, ulong Inode)? Identity)
{
    /// <summary>What a write replaces or creates; null for an input.</summary>
    public WriteTarget? Target { get; init; }

    /// <summary>Creates an input, which may be missing, and need not be a file.</summary>
    public static CommandFile CreateInput(string name, string path)
    {
        try
        {
            return new CommandFile(name, path, WriteTarget.Find(path).Path, FileStatus.Find(path)?.Identity);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // A pipe, or a file that may not be written to: its identity tells whether it is an output.
            return new CommandFile(name, path, System.IO.Path.GetFullPath(path), FileStatus.Find(path)?.Identity);
        }
    }

    /// <summary>Writes the first letter of a name as at the beginning of a sentence.</summary>
    public static string Capitalize(string name) => $"{char.ToUpperInvariant(name[0])}{name[1..]}";

    /// <summary>Whether two paths are of one file, which hard links are. A file that does not exist yet has only its path.</summary>
    public bool IsSame(CommandFile other) =>
        Identity is { } identity && other.Identity is { } otherIdentity
            ? identity == otherIdentity
            : string.Equals(FinalPath, other.FinalPath, PathComparison);

    /// <summary>Whether the path of this file uses the other one as a folder.</summary>
    public bool IsInside(CommandFile other) => FinalPath.StartsWith($"{other.FinalPath}{System.IO.Path.DirectorySeparatorChar}", PathComparison);

    /// <summary>Creates the error for an output that collides with another file.</summary>
    public UserInputException Collide(string problem) => new($"{Capitalize(ToString())} {problem}. Choose another path.");

    /// <summary>The name and the path.</summary>
    public override string ToString() => $"{Name} '{Path}'";

    private static StringComparison PathComparison => OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
}
