namespace Krewe.Engine;

/// <summary>A node that may not be there yet, by its name. Its ID is settled when it is made: until then another node may come to have it.</summary>
/// <param name="state">The run.</param>
/// <param name="name">Full name of the node.</param>
/// <param name="id">Its ID where that has been worked out already.</param>
internal struct NodeKey(RunState state, string name, string? id = null)
{
    private string _id = id ?? state.IdOf(name);

    public string Id
    {
        get
        {
            _ = Node;
            return _id;
        }
    }

    /// <summary>The node, once it is there.</summary>
    public RunNode? Node
    {
        get
        {
            var node = state.Node(_id);
            if (node is null || ReferenceEquals(node.Name, name) || node.Name == name)
            {
                return node;
            }

            _id = state.IdOf(name);
            return state.Node(_id);
        }
    }
}
