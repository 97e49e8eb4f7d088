namespace MlNetRecurrent.Engine;

/// <summary>Objects that threads use in turn. Thread-safe; renting and returning allocate nothing once there are as many as threads at work.</summary>
internal sealed class ObjectPool<T>(Func<T> create)
    where T : class
{
    private readonly T?[] _idle = new T?[2 * Environment.ProcessorCount];

    public T Rent()
    {
        for (var index = 0; index < _idle.Length; index++)
        {
            if (_idle[index] is not null && Interlocked.Exchange(ref _idle[index], null) is { } item)
                return item;
        }

        return create();
    }

    /// <summary>Gives an object back. Where more were in use than the pool keeps, the rest are left to the garbage collector.</summary>
    public void Return(T item)
    {
        for (var index = 0; index < _idle.Length; index++)
        {
            if (_idle[index] is null && Interlocked.CompareExchange(ref _idle[index], item, null) is null)
                return;
        }
    }
}
