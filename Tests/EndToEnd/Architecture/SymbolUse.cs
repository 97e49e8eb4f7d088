namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>A place in a project's sources that uses something which another file of the project declares.</summary>
/// <param name="File">The file that uses it, relative to the project's folder, with '/' between folders.</param>
/// <param name="Line">The line of the use, from 1.</param>
/// <param name="Symbol">The name of the type, or of the type and its member.</param>
/// <param name="Declaration">The file that declares it, written as <paramref name="File"/> is.</param>
internal sealed record SymbolUse(string File, int Line, string Symbol, string Declaration);
