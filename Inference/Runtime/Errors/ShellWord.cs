namespace MlNetRecurrent;

/// <summary>Writes arguments in commands that the user can copy.</summary>
internal static class ShellWord
{
    private const string Plain = "-_./:+=@%,";

    /// <summary>Returns an argument as one word of a shell: in quotes if it has characters that have a meaning there.</summary>
    public static string Quote(string argument) => argument.Length > 0 && argument.All(IsPlain)
        ? argument
        : OperatingSystem.IsWindows()
            ? $"\"{argument}\""
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsPlain(char character) => char.IsLetterOrDigit(character) || Plain.Contains(character, StringComparison.Ordinal)
        || (OperatingSystem.IsWindows() && character is '\\' or '~');
}
