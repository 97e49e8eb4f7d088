namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>A use of a type or member that another file of the same project declares.</summary>
/// <param name="File">The file with the use, relative to the project's folder, with '/' between folders.</param>
/// <param name="Line">The line of the use, from 1.</param>
/// <param name="Symbol">The name of the type, or of the type and its member.</param>
/// <param name="Declaration">The file with the declaration, in the same form as <paramref name="File"/>.</param>
internal sealed record SymbolUse(string File, int Line, string Symbol, string Declaration);
