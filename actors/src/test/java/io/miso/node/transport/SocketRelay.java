package io.miso.node.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes bytes on between connections to its port and another port of this machine, until a test ends the connections. */
final class SocketRelay implements Closeable {
  private final ServerSocket listening;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  SocketRelay(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Ends every connection at both ends, as the kernel does for a killed process: with what was read by then it sends FIN, else RST. */
  void end(boolean reset) {
    for (Socket socket : sockets) {
      try {
        if (reset) {
          socket.setSoLinger(true, 0);
        }
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    end(false);
  }

  private void accept() throws IOException {
    while (true) {
      Socket from = listening.accept();
      Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(from);
      sockets.add(to);
      start("there", () -> from.getInputStream().transferTo(to.getOutputStream()));
      start("back", () -> to.getInputStream().transferTo(from.getOutputStream()));
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(String name, Work work) {
    Thread thread = new Thread(
        () -> {
          try {
            work.run();
          } catch (IOException closed) {
            // By the test, or by an end of the connection.
          }
        },
        "relay-" + name);
    thread.setDaemon(true);
    thread.start();
  }
}
