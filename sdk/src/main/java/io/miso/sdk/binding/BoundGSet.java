package io.miso.sdk.binding;

import io.miso.sdk.ElementType;
import io.miso.sdk.GSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

record BoundGSet<E>(Binding binding, CrdtRef ref, ElementType<E> type) implements GSet<E> {

  @Override
  public void add(E element) {
    Await.write(addAsync(element), binding.callTimeout());
  }

  @Override
  public CompletionStage<@Nullable Void> addAsync(E element) {
    return binding.add(ref, type.encode(element));
  }

  @Override
  public boolean contains(E element) {
    return Await.read(containsAsync(element), binding.callTimeout());
  }

  @Override
  public CompletionStage<Boolean> containsAsync(E element) {
    return binding.contains(ref, type.encode(element));
  }

  @Override
  public Set<E> getValue() {
    return Await.read(getValueAsync(), binding.callTimeout());
  }

  @Override
  public CompletionStage<Set<E>> getValueAsync() {
    return binding.elements(ref, type.kind()).thenApply(new Typed<>(ref, type)::decode);
  }
}
