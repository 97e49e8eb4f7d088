using System.Collections;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>A sequence of rows that counts how many have been read.</summary>
internal sealed class CountedRows<T>(IEnumerable<T> rows) : IEnumerable<T>
{
    public int Read { get; private set; }

    public IEnumerator<T> GetEnumerator()
    {
        Read = 0;
        foreach (var row in rows)
        {
            Read++;
            yield return row;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
