/** The example app as it is: nothing is planted. */
import '../../todos/server/main';
